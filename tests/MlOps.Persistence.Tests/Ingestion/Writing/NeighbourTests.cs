using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>Nothing that another tenant, or another version, does to the slices stops a writer, even one that owns the tables.</summary>
public class NeighbourTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Later = Sample.Noon.AddYears(8);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Rows_that_prevent_a_slice_do_not_stop_those_that_would_be_in_it()
    {
        var misplaced = OraclePrediction.Record("answer", 1, Later, "misplaced");
        await using (var context = Database.CreateContext())
        {
            context.Add(misplaced);
            await context.SaveChangesAsync();
        }

        // As in a database from before the constraint.
        await Database.ExecuteAsync(
            "ALTER TABLE ml_predictions_default DROP CONSTRAINT IF EXISTS \"id => mlops_uuid7(created_at)\"");
        await Database.ExecuteAsync("UPDATE ml_predictions SET created_at = created_at - interval '1 year'");
        await AssertWritesAsync();
    }

    [Fact]
    public async Task A_table_of_a_newer_version_does_not_stop_them_either()
    {
        await Database.ExecuteAsync(
            "CREATE TABLE newer (tenant_id uuid, id uuid, FOREIGN KEY (tenant_id, id) REFERENCES ml_predictions ON DELETE CASCADE)");
        try
        {
            await AssertWritesAsync();
        }
        finally
        {
            await Database.ExecuteAsync("DROP TABLE newer");
        }
    }

    [Fact]
    public async Task An_advisory_lock_that_anybody_can_take_does_not_stop_them_either()
    {
        await using var reader = Database.CreateReaderContext();
        await reader.Database.OpenConnectionAsync();
        await reader.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock(hashtext('mlops slices of ml_predictions'))");
        await AssertWritesAsync();
    }

    [Fact]
    public async Task Ids_of_many_months_make_no_slice()
    {
        await using var host = await WriterHost.StartAsync(Database.OwnerConnectionString);
        for (var month = 0; month < 300; month++)
            await host.Writer.WriteAsync(Build.OraclePrediction(month, new DateTimeOffset(2001, 1, 1, 0, 0, 0, default).AddMonths(month)));

        await host.Writer.FlushAsync().WaitAsync(Patience);
        Assert.Equal(300, await Database.CountAsync("ml_predictions"));
        Assert.Equal(300, await Database.CountAsync("ml_predictions_default"));
    }

    private async Task AssertWritesAsync()
    {
        await using var host = await WriterHost.StartAsync(Database.OwnerConnectionString);
        await host.Writer.WriteAsync(Build.OraclePrediction(1, Later, "wanted"));
        await host.Writer.FlushAsync().WaitAsync(Patience);
        Assert.Equal(0, host.Writer.Statistics.Retried);
        Assert.Contains("wanted", await Database.ColumnAsync("SELECT query FROM oracle_ml_predictions"));
        await Database.AssertNoDeadLettersAsync();
    }
}
