"""`clinic-db seed --size small|medium|large`: a believable clinic of any size."""
