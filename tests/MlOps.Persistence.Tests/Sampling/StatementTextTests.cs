using MlOps.Persistence.Sampling;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Sampling;

[NeedsNoServer]
public class StatementTextTests
{
    [Theory]
    [InlineData("SELECT a FROM t WHERE b = $1", "SELECT a FROM t WHERE b = $1")]
    [InlineData("-- by ann's tool\nSELECT a /* id 4711 */ FROM t -- secret", "SELECT a FROM t")]
    [InlineData("( select 1)\n  UNION\tVALUES (2.5e3)", "( select ?) UNION VALUES (?)")]
    [InlineData("WITH x2 AS (SELECT t.a10 FROM t10 LIMIT 30) DELETE FROM x2", "WITH x2 AS (SELECT t.a10 FROM t10 LIMIT ?) DELETE FROM x2")]
    [InlineData("SELECT .5, 0x1F, 1e-5, $1-5, x[1:2]", "SELECT ?, ?, ?, $1-?, x[?:?]")]
    [InlineData("insert into t values ($1, $12)", "insert into t values ($1, $12)")]
    public void A_query_has_neither_comments_nor_numbers(string text, string clean) => Assert.Equal(clean, StatementText.Clean(text));

    [Theory]
    [InlineData("CREATE ROLE ann PASSWORD 'hunter2'")]
    [InlineData("/* SELECT */ ALTER ROLE ann PASSWORD $1")]
    [InlineData("COPY t FROM STDIN")]
    [InlineData("SET password = x")]
    [InlineData("SELECTED")]
    [InlineData("SELECT a FROM t WHERE b = 'hunter2'")]
    [InlineData("SELECT $$hunter2$$")]
    [InlineData("SELECT $tag$hunter2$tag$")]
    [InlineData("SELECT $t1$hunter2$t1$")]
    [InlineData("SELECT $größe$hunter2$größe$")]
    [InlineData("SELECT a /* hunter2")]
    [InlineData("")]
    public void A_command_and_a_text_in_quotes_are_not_stored(string text) => Assert.Null(StatementText.Clean(text));

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        var clean = StatementText.Clean($"SELECT {new string('a', 3992)}🚀🚀");
        Assert.Equal($"SELECT {new string('a', 3992)}", clean);
    }
}
