using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Tests.Docs;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Postgres.Tests.Docs;

/// <summary>The README of MlOps.Postgres is true.</summary>
public class ReadmeTests(TestServer server) : EmptyDatabaseTest(server)
{
    private const string Page = "src/MlOps.Postgres/README.md";

    private static readonly Guid Ours = Guid.CreateVersion7();
    private static readonly Guid Theirs = Guid.CreateVersion7();

    [Fact]
    public void The_readme_shows_the_sample_that_is_tested() => Assert.Equal(
        [Documents.Sample(SampleFile, "options"), Documents.Sample(SampleFile, "model")], Documents.CSharpOf(Page));

    [Fact]
    public async Task The_sample_makes_what_the_readme_says()
    {
        await using var context = new BookshopContext(ConnectionString);
        await context.Database.EnsureCreatedAsync();
        var sold = new Purchase { ShopId = Ours, Id = Guid.CreateVersion7(), Price = 20 };
        context.AddRange(sold, new Purchase { ShopId = Theirs, Id = Guid.CreateVersion7(), Price = 30 });
        await context.SaveChangesAsync();

        sold.Price = 22;
        var before = sold.UpdatedAt;
        await context.SaveChangesAsync();
        Assert.True(sold.UpdatedAt > before);

        Assert.Equal(["Purchase_default"],
            await ColumnAsync("SELECT relname::text FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE relkind = 'r'"));
        Assert.Equal(["22"], await AsAppAsync("SELECT revenue::text FROM v_revenue"));
        Assert.Equal(["1"], await AsAppAsync("SELECT count(*)::text FROM \"Purchase\""));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => AsAppAsync("DELETE FROM \"Purchase\" RETURNING 'x'"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private static string SampleFile => Documents.PathOf("tests/MlOps.Postgres.Tests/Docs/BookshopContext.cs");

    private async Task<List<string>> AsAppAsync(string sql)
    {
        await using var connection = await DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SET ROLE bookshop_app; SET app.tenant_id = '{Ours}'";
        await command.ExecuteNonQueryAsync();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetString(0));

        return values;
    }
}
