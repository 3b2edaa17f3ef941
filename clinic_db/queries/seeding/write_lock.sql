{table} WRITE
