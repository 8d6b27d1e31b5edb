using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Statistics;

/// <summary>Which rows a window has: those of its time, wherever they are stored, and of the tenant of the session alone.</summary>
public class DriftWindowTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly FeatureSchema Schema = DriftScene.NumberSchema(1);

    [Theory, InlineData(MlOpsRoles.App), InlineData(MlOpsRoles.Reader), InlineData(MlOpsRoles.Service)]
    public async Task Each_role_reads_the_rows_of_its_tenant_alone(string role)
    {
        await StoreAsync([1, 2], [3, 4, 5]);
        await using (var other = Database.CreateContext(Guid.CreateVersion7()))
        {
            var schema = DriftScene.NumberSchema(1);
            await DriftScene.StoreAsync(
                other, schema, DriftScene.Rows(schema, [[6, 7, 8, 9]]), DriftScene.Rows(schema, [[6, 7, 8, 9]]));
        }

        await using var context = Database.CreateContextAs(role);
        var answer = await DriftScene.MeasureAsync(context, "n0");

        Assert.Equal((2, 3), (answer.ReferenceSize, answer.CurrentSize));
    }

    [Fact]
    public async Task A_tenant_without_such_a_feature_does_not_see_that_others_have_it()
    {
        await StoreAsync([1, 2], [3, 4, 5]);
        await using var context = Database.CreateReaderContext(Guid.CreateVersion7());

        var error = await Assert.ThrowsAsync<PostgresException>(() => DriftScene.MeasureAsync(context, "n0"));

        Assert.DoesNotContain(", n0", error.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_window_begins_at_its_start_and_stops_before_its_end()
    {
        await using var context = await StoreSchemaAsync();
        await context.BulkInsertAsync(
            [
                Predict(1, DriftScene.Reference.Start.AddTicks(-10)), Predict(2, DriftScene.Reference.Start),
                Predict(3, DriftScene.Reference.End.AddTicks(-10)), Predict(4, DriftScene.Reference.End),
                Predict(5, DriftScene.Current.End.AddTicks(-10)), Predict(6, DriftScene.Current.End),
            ],
            default);

        var answer = await DriftScene.MeasureAsync(context, "n0", "method => 'psi_edges', edges => '{3}'");

        Assert.Equal([1, 1], answer.ReferenceCounts!);
        Assert.Equal([0, 1], answer.CurrentCounts!);
    }

    [Fact]
    public async Task Overlapping_windows_share_rows()
    {
        await StoreAsync([1, 2], [3, 4, 5]);
        await using var context = Database.CreateReaderContext();
        var answer = Assert.Single(await context.AskAsync(
            DriftAnswer.Read,
            $"SELECT * FROM mlops_drift('{DriftScene.Service}', 'n0', @from, @to, @from, @to)",
            ("from", DriftScene.Reference.Start), ("to", DriftScene.Current.End)));

        Assert.Equal((5, 5, 0), (answer.ReferenceSize, answer.CurrentSize, answer.Statistic));
    }

    [Fact]
    public async Task Rows_of_several_slices_and_of_the_default_partition_are_found()
    {
        await using (var owner = Database.CreateOwnerContext())
            await new SliceMaintenance(owner).EnsureAsync(Sample.Noon.AddMonths(-1), Sample.Noon);

        await using var context = await StoreSchemaAsync();
        await context.BulkInsertAsync(
            [Predict(9, Sample.Noon.AddYears(-3)), Predict(1, DriftScene.Reference.Start), Predict(2, DriftScene.Current.Start)], default);
        Assert.Equal(1, await Database.CountAsync("ml_predictions_default"));

        var answer = Assert.Single(await context.AskAsync(
            DriftAnswer.Read,
            $"SELECT * FROM mlops_drift('{DriftScene.Service}', 'n0', @from, @to, '2020-01-01', @from)",
            ("from", DriftScene.Reference.Start), ("to", DriftScene.Current.End)));

        Assert.Equal((1, 2), (answer.ReferenceSize, answer.CurrentSize));
    }

    [Fact, StandardNames("It reads the names of partitions.")]
    public async Task Only_the_slices_of_the_windows_and_the_default_partition_are_read()
    {
        await using (var owner = Database.CreateOwnerContext())
            await new SliceMaintenance(owner).EnsureAsync(Sample.Noon.AddMonths(-3), Sample.Noon.AddMonths(2));

        await StoreAsync([1, 2], [3, 4, 5]);
        await Database.ExecuteAsync("SELECT pg_stat_force_next_flush()");
        await Database.ExecuteAsync("SELECT pg_stat_reset()");
        await using (var context = Database.CreateReaderContext())
        {
            await DriftScene.MeasureAsync(context, "n0");
            await context.AskAsync(reader => 0, "SELECT pg_stat_force_next_flush()");
        }

        Assert.Equal(
            ["ml_predictions_2026_02", "ml_predictions_2026_03", "ml_predictions_default"],
            await Database.ColumnAsync(
                """
                SELECT relname::text FROM pg_stat_user_tables
                WHERE relname LIKE 'ml\_predictions\_%' AND seq_scan + coalesce(idx_scan, 0) > 0 ORDER BY 1
                """));
    }

    [Fact]
    public async Task A_row_with_an_id_that_holds_no_time_is_found_by_its_time()
    {
        await StoreAsync([1, 2], [3, 4, 5]);
        await Database.ExecuteAsync(
            """
            ALTER TABLE ml_predictions_default DROP CONSTRAINT "id => mlops_uuid7(created_at)";
            UPDATE ml_predictions SET id = gen_random_uuid();
            """);
        try
        {
            await using var context = Database.CreateReaderContext();
            var answer = await DriftScene.MeasureAsync(context, "n0");
            Assert.Equal((2, 3), (answer.ReferenceSize, answer.CurrentSize));
        }
        finally
        {
            await Database.ResetAsync();
            await using var owner = Database.CreateOwnerContext();
            await new SliceMaintenance(owner).EnsureAsync(Sample.Noon, Sample.Noon);
        }
    }

    private async Task StoreAsync(double?[] reference, double?[] current)
    {
        await using var context = Database.CreateContext();
        var schema = DriftScene.NumberSchema(1);
        await DriftScene.StoreAsync(
            context, schema, DriftScene.Rows(schema, [reference]), DriftScene.Rows(schema, [current]));
    }

    private async Task<MlOpsDbContext> StoreSchemaAsync()
    {
        var context = Database.CreateContext();
        if (!context.FeatureSchemas.Any(schema => schema.Id == Schema.Id))
            context.Add(Schema);

        await context.SaveChangesAsync();
        return context;
    }

    private static Prediction Predict(double value, DateTimeOffset at) => Prediction.ForService(
        DriftScene.Service, "score", value, at, new PredictionDetails { Features = FeatureVector.Of(Schema, [value]) });
}
