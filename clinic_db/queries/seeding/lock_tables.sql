-- Nobody else reads or writes between the count and the clearing.
LOCK TABLES {tables};
