using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Tests.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>A list of any length is stored, however short the command timeout is.</summary>
[OneVersionIsEnough]
public class LargeListTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task The_application_stores_a_list_that_takes_longer_than_its_command_timeout()
    {
        // A part of 10,000 rows takes 1.5 s for this, and the list 6.
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END $$;
            CREATE TRIGGER take_time BEFORE INSERT ON ml_predictions FOR EACH ROW WHEN (NEW.predicted_value::int % 2000 = 0)
            EXECUTE FUNCTION take_time()
            """);
        try
        {
            const int Count = 40_000;
            await using var dataSource = NpgsqlDataSource.Create($"{Database.ConnectionString};Command Timeout=5");
            await using var context = TenantContexts.Create(dataSource, Tenants.Default);
            List<object> rows = [.. Enumerable.Range(0, Count).Select(i => Build.OraclePrediction(i))];
            Assert.Equal(Count, await BulkInsert.RunAsync(context, rows, default));
            Assert.Equal(Count, await Database.CountAsync("oracle_ml_predictions"));
        }
        finally
        {
            await Database.ExecuteAsync("DROP FUNCTION take_time CASCADE");
        }
    }
}
