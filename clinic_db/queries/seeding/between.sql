{column} BETWEEN {first} AND {last}
