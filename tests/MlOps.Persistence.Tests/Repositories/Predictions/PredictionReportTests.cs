using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Predictions;

public class PredictionReportTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeWindow TwoDays = new(Start, Start.AddDays(2));

    [Fact]
    public async Task Errors_above_a_threshold_come_with_the_worst_first()
    {
        await using var context = await FillAsync(Database.CreateContext());
        var errors = await new PredictionReportRepository(context).StreamErrorsAboveAsync(0.25, TwoDays, 3).ToListAsync();
        Assert.Equal([0.5, 0.4, 0.3], errors.Select(prediction => Math.Round(prediction.Error!.Value, 12)));
    }

    [Fact]
    public async Task Accuracy_is_told_for_each_service()
    {
        await using var context = await FillAsync(Database.CreateContext());
        var services = await new PredictionReportRepository(context).StreamAccuracyByServiceAsync(TwoDays).ToListAsync();

        Assert.Equal(["good", "bad", "silent"], services.Select(service => service.Group));
        Assert.Equal((5, 4), (services[0].Predictions, services[0].Labelled));
        Assert.Equal(0.15, services[0].AverageError!.Value, 12);
        Assert.Equal(Math.Sqrt(0.05 / 3), services[0].ErrorSpread!.Value, 12);
        Assert.Equal((0, 0.3), (services[0].LeastError!.Value, Math.Round(services[0].GreatestError!.Value, 12)));
        Assert.Equal(new ErrorStatistics("silent", 1, 0, null, null, null, null), services[2]);
    }

    [Fact]
    public async Task Two_versions_are_compared_by_their_errors()
    {
        await using var context = await FillAsync(Database.CreateContext());
        var versions = await context.ModelVersions.OrderBy(version => version.Version).Select(version => version.Id).ToListAsync();

        var comparison = await new PredictionReportRepository(context).CompareVersionsAsync(versions[0], versions[1], TwoDays);
        Assert.Equal(0.35 - 0.15, comparison.Difference!.Value, 12);
        Assert.Equal(Math.Sqrt((0.05 / 3 / 4) + (0.05 / 3 / 4)), comparison.StandardError!.Value, 12);

        var unknown = await new PredictionReportRepository(context).CompareVersionsAsync(versions[0], Guid.CreateVersion7(), TwoDays);
        Assert.Equal((0, null, null), (unknown.Second.Predictions, unknown.Difference, unknown.StandardError));
    }

    [Fact]
    public async Task Volume_is_told_for_each_day_and_service()
    {
        await using var context = await FillAsync(Database.CreateContext());
        Assert.Equal(
            [
                new DailyVolume(new DateOnly(2026, 3, 10), "bad", 3, 3),
                new DailyVolume(new DateOnly(2026, 3, 10), "good", 3, 3),
                new DailyVolume(new DateOnly(2026, 3, 10), "silent", 1, 0),
                new DailyVolume(new DateOnly(2026, 3, 11), "bad", 1, 1),
                new DailyVolume(new DateOnly(2026, 3, 11), "good", 2, 1),
            ],
            await new PredictionReportRepository(context).StreamDailyVolumeAsync(TwoDays).ToListAsync());
    }

    [Theory, InlineData("errors"), InlineData("accuracy"), InlineData("versions"), InlineData("volume"), InlineData("risk")]
    [StandardNames("It reads plans, which name tables and indexes.")]
    public async Task Each_report_is_one_statement_that_finds_its_rows_among_thousands_in_the_base_table_of_one_slice(string report)
    {
        await using (var owner = Database.CreateOwnerContext())
            await new SliceMaintenance(owner).EnsureAsync(Start.AddDays(-15), Start.AddDays(30));

        await using (var filled = await FillAsync(Database.CreateOwnerContext()))
            await filled.BulkInsertAsync(Enumerable.Range(0, 20_000).Select(number => Prediction.ForService(
                "many", "quality", number, Start.AddDays(-15).AddMinutes(number * 3))));

        await Database.ExecuteAsync("ANALYZE ml_predictions");
        var plans = new QueryPlans();
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(Database.DataSource).AddInterceptors(plans);
        await using var context = RenamedRun.CreateContext(builder.Options);
        var reports = new PredictionReportRepository(context);
        await (report switch
        {
            "errors" => reports.StreamErrorsAboveAsync(0.25, TwoDays, 3).CountAsync().AsTask(),
            "accuracy" => reports.StreamAccuracyByServiceAsync(TwoDays).CountAsync().AsTask(),
            "risk" => reports.StreamHighRiskAsync(TwoDays, 3).CountAsync().AsTask(),
            "versions" => reports.CompareVersionsAsync(Guid.CreateVersion7(), Guid.CreateVersion7(), TwoDays),
            _ => (Task)reports.StreamDailyVolumeAsync(TwoDays).CountAsync().AsTask(),
        });

        Assert.Equal(1, plans.Statements);
        Assert.Equal(["ml_predictions_2026_03"], plans.Tables);
        Assert.DoesNotContain(plans.Lines, line => line.Contains("Seq Scan", StringComparison.Ordinal));
    }

    // Errors of 0, 0.1, 0.2, 0.3 and one without a label; of 0.2, 0.3, 0.4, 0.5; and what lies outside of the window.
    private static async Task<MlOpsDbContext> FillAsync(MlOpsDbContext context)
    {
        var model = Build.Model("churn", Start);
        model.BelongTo(context.TenantId);
        ModelVersion[] versions = [ModelVersion.Begin(model, "1", Start), ModelVersion.Begin(model, "2", Start)];
        context.Add(model);
        context.AddRange(versions);
        await context.SaveChangesAsync();
        List<Prediction> predictions =
        [
            .. Enumerable.Range(0, 4).Select(number => Make("good", number, number / 10.0, versions[0])),
            Make("good", 4, null, null),
            .. Enumerable.Range(0, 4).Select(number => Make("bad", number, 0.2 + (number / 10.0), versions[1])),
            Make("silent", 0, null, null),
            Make("bad", 0, 0.5, null, Start.AddDays(-1)), Make("late", 0, 0.5, null, TwoDays.End),
        ];
        await context.BulkInsertAsync(predictions);
        return context;
    }

    private static Prediction Make(string service, int number, double? error, ModelVersion? version, DateTimeOffset? at = null)
    {
        var prediction = Prediction.ForService(
            service, "x", 1, at ?? Start.AddHours(number * 9), new PredictionDetails { ModelVersionId = version?.Id });
        if (error is { } off)
            prediction.RecordLabel(1 + off, Sample.Noon);

        return prediction;
    }
}
