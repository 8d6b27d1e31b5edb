using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using Npgsql;

namespace MlOps.Migrator.Tests.Deploy;

/// <summary>Runs the queries of all dashboards on a database, as Grafana does with a login that only reads.</summary>
internal sealed class DashboardReader(string administrator, DateTimeOffset from, DateTimeOffset to)
{
    // Types that Grafana draws. Of any other it shows bytes, or nothing.
    private static readonly string[] Types =
        ["text", "character varying", "bigint", "integer", "double precision", "numeric", "boolean", "uuid", "timestamp with time zone"];

    /// <summary>Runs each query, with the first value of each variable where none is given, and counts the rows.</summary>
    public async Task<IReadOnlyDictionary<string, int>> RunAsync(IReadOnlyDictionary<string, string> variables)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(administrator)
        {
            Options = $"-c role={MlOpsRoles.Reader} -c mlops.tenant_id={Tenants.Default}",
        });
        var values = new Dictionary<string, string>(variables);
        var counts = new Dictionary<string, int>();
        foreach (var query in DashboardQuery.All)
        {
            await using var command = source.CreateCommand(query.Fill(from, to, values));
            await using var reader = await command.ExecuteReaderAsync();
            AssertIsDrawn(query, reader);
            var rows = 0;
            while (await reader.ReadAsync())
            {
                if (rows++ == 0 && query.Kind == "variable")
                    values.TryAdd(query.Title, reader.GetString(0));
            }

            counts.Add($"{query}", rows);
        }

        return counts;
    }

    private static void AssertIsDrawn(DashboardQuery query, NpgsqlDataReader reader)
    {
        Assert.NotEqual(0, reader.FieldCount);
        for (var i = 0; i < reader.FieldCount; i++)
        {
            Assert.DoesNotContain("?column?", reader.GetName(i), StringComparison.Ordinal);
            Assert.True(
                Types.Contains(reader.GetDataTypeName(i).Split('(')[0]),
                $"{query}: {reader.GetName(i)} is {reader.GetDataTypeName(i)}.");
        }

        if (query.Kind == "time_series")
            Assert.Equal(("time", "timestamp with time zone"), (reader.GetName(0), reader.GetDataTypeName(0)));
    }
}
