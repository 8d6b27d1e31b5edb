-- The login of `mlops serve`: it finds tokens, writes for all tenants, and takes the role of a request. It owns no table.
-- psql --file=login.sql, with the password in the variable SERVE_PASSWORD.
\getenv password SERVE_PASSWORD
SELECT 'CREATE ROLE mlops_serve LOGIN' WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'mlops_serve') \gexec
SELECT format('ALTER ROLE mlops_serve PASSWORD %L', :'password') \gexec
GRANT mlops_service, mlops_app, mlops_reader TO mlops_serve;
