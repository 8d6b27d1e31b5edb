using MlOps.Testing;

namespace MlOps.Persistence.Tests.SentSql;

/// <summary>The check of statements finds what is planted, and nothing else.</summary>
[NeedsNoServer]
public class StatementCheckTests
{
    private static readonly StatementCheck Check = new(table => table is "a" or "b" or "big table" ? "tenant_id" : null);

    [Theory]
    [InlineData("SELECT * FROM a WHERE a.id = @p", "a AS a has no tenant.")]
    [InlineData("SELECT * FROM s.a AS x", "a AS x has no tenant.")]
    [InlineData("""SELECT 1 FROM "big table" AS x WHERE x.id = 1""", "big table AS x has no tenant.")]
    [InlineData("SELECT a.tenant_id = @t FROM a", "a AS a has no tenant.")]
    [InlineData("SELECT 1 FROM a WHERE tenant_id = @t OR id = 1", "a AS a has no tenant.")]
    [InlineData("SELECT 1 FROM a WHERE (tenant_id = @t) OR id = 1", "a AS a has no tenant.")]
    [InlineData("SELECT 1 FROM a WHERE NOT (tenant_id = @t AND id = 1)", "a AS a has no tenant.")]
    [InlineData("SELECT 1 FROM a WHERE NOT tenant_id = @t", "a AS a has no tenant.")]
    [InlineData("SELECT 1 FROM a WHERE tenant_id <> @t AND tenant_id > @t", "a AS a has no tenant.")]
    [InlineData("SELECT count(*) FILTER (WHERE tenant_id = @t) FROM a", "a AS a has no tenant.")]
    [InlineData("SELECT 1 FROM a -- WHERE tenant_id = @t", "a AS a has no tenant.")]
    [InlineData("SELECT 1 FROM a WHERE name = 'a.tenant_id = @t'", "a AS a has no tenant.")]
    [InlineData("SELECT 1 FROM a WHERE tenant_id = current_setting('x')::uuid", "a AS a has no tenant.")]
    [InlineData("SELECT 1 FROM a JOIN b ON b.id = a.id WHERE a.tenant_id = @t", "b AS b has no tenant.")]
    [InlineData("SELECT 1 FROM a LEFT JOIN b ON b.tenant_id = a.tenant_id AND b.tenant_id = @t", "a AS a has no tenant.")]
    [InlineData("SELECT 1 FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.tenant_id = a.tenant_id AND b.tenant_id = @t)",
        "a AS a has no tenant.")]
    [InlineData("SELECT 1 FROM a WHERE a.tenant_id = @t AND EXISTS (SELECT 1 FROM b WHERE b.id = a.id)", "b AS b has no tenant.")]
    [InlineData("SELECT 1 FROM a WHERE a.tenant_id = @t UNION SELECT 1 FROM b AS a", "b AS a has no tenant.")]
    [InlineData("SELECT 1 FROM unnest(@k, @l) AS k(id, tenant_id) JOIN a ON a.tenant_id = k.tenant_id", "a AS a has no tenant.")]
    [InlineData("WITH x AS (SELECT * FROM a) SELECT * FROM x WHERE x.tenant_id = @t", "a AS a has no tenant.")]
    [InlineData("SELECT 1 FROM (SELECT * FROM unnest(@k) AS k(tenant_id)) AS s JOIN a ON a.tenant_id = s.tenant_id",
        "a AS a has no tenant.")]
    [InlineData("SELECT 1 FROM c, a WHERE c.tenant_id = @t", "a AS a has no tenant.")]
    [InlineData("SELECT (SELECT max(b.id) FROM b) FROM a WHERE a.tenant_id = @t", "b AS b has no tenant.")]
    [InlineData("UPDATE a SET tenant_id = @t WHERE id = @p", "a AS a has no tenant.")]
    [InlineData("UPDATE a AS x SET n = 1 FROM b WHERE b.tenant_id = @t AND x.id = b.id", "a AS x has no tenant.")]
    [InlineData("DELETE FROM a WHERE id = @p", "a AS a has no tenant.")]
    [InlineData("DELETE FROM a USING b WHERE a.tenant_id = @t AND a.id = b.id", "b AS b has no tenant.")]
    [InlineData("INSERT INTO c SELECT id FROM a", "a AS a has no tenant.")]
    [InlineData("INSERT INTO a (id) SELECT id FROM stage", "INSERT INTO a SELECT returns nothing.")]
    [InlineData("INSERT INTO a AS t (id) SELECT id FROM s ON CONFLICT (id) DO UPDATE SET n = 1 WHERE t.n = 2; DROP TABLE s",
        "INSERT INTO a SELECT returns nothing.")]
    [InlineData("SELECT EXISTS (SELECT FROM c)", "SELECT FROM names no column.")]
    [InlineData("ALTER TABLE c DROP CONSTRAINT x, ADD CONSTRAINT x CHECK (n > 1)",
        "ALTER TABLE adds a constraint and does something else too.")]
    public void A_fault_is_found(string sql, string fault) => Assert.Equal([fault], Check.FindFaults(sql));

    [Theory]
    [InlineData("SELECT 1 FROM a WHERE tenant_id = @t AND (id = 1 OR id = 2)")]
    [InlineData("SELECT 1 OR n FROM a WHERE (a.tenant_id = '0195')")]
    [InlineData("SELECT 1 FROM a WHERE @t = a.tenant_id")]
    [InlineData("SELECT 1 FROM a JOIN b ON b.tenant_id = a.tenant_id AND b.id = a.id WHERE b.tenant_id = $1")]
    [InlineData("SELECT 1 FROM a LEFT JOIN b ON a.tenant_id = b.tenant_id WHERE a.tenant_id = @t")]
    [InlineData("SELECT 1 FROM a LEFT JOIN (SELECT b.tenant_id FROM b WHERE b.tenant_id = @t) AS s ON a.tenant_id = " +
        "s.tenant_id WHERE a.tenant_id = @t")]
    [InlineData("SELECT 1 FROM a JOIN (SELECT b.tenant_id FROM b WHERE b.tenant_id = @t) AS s ON a.tenant_id = s.tenant_id")]
    [InlineData("SELECT 1 FROM a WHERE a.tenant_id = @t AND NOT EXISTS (SELECT 1 FROM b WHERE b.tenant_id = a.tenant_id)")]
    [InlineData("SELECT 1 FROM a WHERE a.tenant_id = @t UNION ALL SELECT 1 FROM b AS a WHERE a.tenant_id = @t")]
    [InlineData("WITH x AS MATERIALIZED (SELECT * FROM a WHERE tenant_id = @t), y AS (SELECT * FROM x) SELECT * FROM y " +
        "JOIN b ON b.tenant_id = @t")]
    [InlineData("WITH u AS (UPDATE a AS p SET n = l.n FROM unnest(@k) AS l(n) WHERE p.tenant_id = @t RETURNING p.id) SELECT * FROM u")]
    [InlineData("SELECT k.place FROM unnest(@k) WITH ORDINALITY AS k(k, place) CROSS JOIN LATERAL (SELECT 1 FROM a AS t " +
        "WHERE t.tenant_id = @t LIMIT 1) AS s")]
    [InlineData("SELECT extract(epoch FROM a.at), a.x IS DISTINCT FROM a.y FROM a WHERE a.tenant_id = @t FOR UPDATE")]
    [InlineData("UPDATE a SET n = 1, m = 2 WHERE id = @p AND tenant_id = @q")]
    [InlineData("DELETE FROM a AS x WHERE x.tenant_id = @t; DELETE FROM b WHERE tenant_id = @t")]
    [InlineData("INSERT INTO a (id, tenant_id) VALUES (1, 2) RETURNING id")]
    [InlineData("INSERT INTO a (id, tenant_id) VALUES (1, 2)")]
    [InlineData("INSERT INTO a (id) SELECT id FROM stage ON CONFLICT (id) DO NOTHING RETURNING 1; DROP TABLE stage")]
    [InlineData("CREATE TEMP TABLE stage ON COMMIT DROP AS SELECT id FROM a WITH NO DATA")]
    [InlineData("COPY a (id) FROM STDIN (FORMAT BINARY)")]
    [InlineData("SELECT * FROM c WHERE id = 1")]
    [InlineData("ALTER TABLE c ADD CONSTRAINT x CHECK (n > 1)")]
    public void Nothing_is_found_in_a_statement_without_one(string sql) => Assert.Empty(Check.FindFaults(sql));
}
