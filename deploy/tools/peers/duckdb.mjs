// Runs a file of SQL in DuckDB, in memory and with two threads: node duckdb.mjs FILE
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const instance = await DuckDBInstance.create(':memory:', { threads: '2', preserve_insertion_order: 'false' });
const connection = await instance.connect();
await connection.run(readFileSync(process.argv[2], 'utf8'));
