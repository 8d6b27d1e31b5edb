using System.Reflection;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Performance;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Tests.Statistics;
using MlOps.Postgres;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Monitoring;

public class DriftVerificationTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DriftThreshold Threshold = DriftThreshold.StatisticAtLeast(0.1, 0.25);

    private static readonly DriftQuestion Question = new(DriftScene.Service, DriftScene.Reference, DriftScene.Current);

    // The remaining method compares two shares, and no column of predictions.
    public static TheoryData<string> Methods =>
    [
        .. typeof(DriftMethods).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(constant => (string)constant.GetValue(null)!)
            // SketchTests has what only counts answer.
            .Where(method => method != DriftMethods.TwoProportionZ && !DriftMethods.NeedsNames(method)
                && !BinnedDrift.Methods.Contains(method)),
    ];

    [Theory, MemberData(nameof(Methods))]
    public async Task A_stored_result_of_each_method_is_equal_when_it_is_computed_again(string method)
    {
        await StoreAsync();
        var recorded = await RecordAsync(Question with
        {
            Method = method,
            Edges = DriftMethods.NeedsEdges(method) ? [20, 40, 60] : null,
        });

        var metric = Assert.Single(recorded.Metrics);
        await using var context = Database.CreateContext();
        var verification = await new DriftMetricRepository(context).VerifyAsync(metric.Id);

        Assert.Equal(DriftVerdict.Equal, verification.Verdict);
        Near.Statistic(metric.Statistic, verification.Now!.Measurement.Statistic, method);
        Assert.Equal(metric.FeatureName == "age" ? 100 : 80, metric.ReferenceSize);
        Assert.Equal(DriftScene.Service, metric.ServiceName);
    }

    [Fact]
    public async Task Each_segment_has_a_result_that_can_be_computed_again()
    {
        await StoreAsync();
        var recorded = await RecordAsync(Question with { SegmentFeature = "plan", SegmentCap = 1 });

        Assert.Equal(
            [("gold", SegmentKind.Named), (null, SegmentKind.Missing), (null, SegmentKind.Others)],
            recorded.Metrics.Select(metric => (metric.SegmentName, metric.SegmentKind!.Value)));
        await using var context = Database.CreateContext();
        foreach (var metric in recorded.Metrics)
            Assert.Equal(DriftVerdict.Equal, (await new DriftMetricRepository(context).VerifyAsync(metric.Id)).Verdict);
    }

    [Fact]
    public async Task A_late_row_a_changed_value_and_a_missing_row_are_noticed()
    {
        var predictions = await StoreAsync();
        var metric = Assert.Single((await RecordAsync(Question)).Metrics);

        await using (var context = Database.CreateContext())
            await context.BulkInsertAsync(
                DriftScene.Predict([VerifiedScene.Vector(predictions.Schema, 500, "late")], DriftScene.Current.Start), default);
        Assert.Contains("The current data had 100 values, and has 101 now.", await ReasonAsync(metric, DriftVerdict.RowsChanged));

        await using (var owner = Database.CreateOwnerContext())
        {
            owner.Remove(await owner.Predictions.SingleAsync(prediction => prediction.Features![0] == 500));
            await owner.SaveChangesAsync();
            Assert.Equal(DriftVerdict.Equal, (await new DriftMetricRepository(owner).VerifyAsync(metric.Id)).Verdict);
            var changed = await owner.Predictions.SingleAsync(prediction => prediction.Id == predictions.Reference[3].Id);
            owner.Entry(changed).Property(prediction => prediction.Features).CurrentValue = [7.5];
            await owner.SaveChangesAsync();
        }

        var reason = await ReasonAsync(metric, DriftVerdict.RowsChanged);
        Assert.Contains("Some of the 100 values of the reference are others now.", reason);
        Assert.Contains("The stored counts still give the stored statistic.", reason);
    }

    [Fact]
    public async Task Rows_of_another_tenant_change_nothing()
    {
        await StoreAsync();
        var metric = Assert.Single((await RecordAsync(Question)).Metrics);

        await using (var other = Database.CreateContext(Guid.NewGuid()))
            await VerifiedScene.StoreAsync(other);
        await using var context = Database.CreateContext();

        Assert.Equal(DriftVerdict.Equal, (await new DriftMetricRepository(context).VerifyAsync(metric.Id)).Verdict);
    }

    [Fact]
    public async Task A_superuser_of_a_tenant_reads_the_rows_of_that_tenant()
    {
        await StoreAsync();
        await using (var other = Database.CreateContext(Guid.NewGuid()))
            await VerifiedScene.StoreAsync(other);
        await using var superuser = Database.CreateContextAs("none");

        var drift = Assert.Single(await new DriftMetricRepository(superuser).CompareAsync(Question));

        Assert.Equal((100, 100), (drift.Measurement.ReferenceSize, drift.Measurement.CurrentSize));
        await using (var other = Database.CreateContext(Guid.NewGuid()))
        {
            other.Add(FeatureSchema.Define("secret", 1, Sample.Noon, FeatureDefinition.Number("secret")));
            await other.SaveChangesAsync();
        }

        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => new DriftMetricRepository(superuser).CompareAsync(Question with { Features = ["unknown"] }));
        Assert.StartsWith("No row has the number 'unknown'", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_statistic_is_not_reproducible()
    {
        await StoreAsync();
        var metric = Assert.Single((await RecordAsync(Question)).Metrics);
        await using (var owner = Database.CreateOwnerContext())
        {
            var stored = await owner.DriftMetrics.SingleAsync(stored => stored.Id == metric.Id);
            owner.Entry(stored).Property(forged => forged.Statistic).CurrentValue = 0.01;
            owner.Entry(stored).Property(forged => forged.Drifted).CurrentValue = false;
            owner.Entry(stored).Property(forged => forged.AlertLevel).CurrentValue = AlertLevel.None;
            await owner.SaveChangesAsync();
        }

        Assert.Contains("in place of 0.01", await ReasonAsync(metric, DriftVerdict.NotReproducible));
    }

    [Fact]
    public async Task A_change_is_noticed_by_the_context_that_recorded_the_result()
    {
        await StoreAsync();
        await using var owner = Database.CreateOwnerContext();
        var repository = new DriftMetricRepository(owner);
        var metric = Assert.Single((await repository.RecordAsync("churn", Question, Threshold, Sample.Noon.AddDays(2))).Metrics);

        await using (var other = Database.CreateOwnerContext())
        {
            var stored = await other.DriftMetrics.SingleAsync(stored => stored.Id == metric.Id);
            other.Entry(stored).Property(forged => forged.ReferenceHash).CurrentValue = 1;
            await other.SaveChangesAsync();
        }

        Assert.Equal(DriftVerdict.RowsChanged, (await repository.VerifyAsync(metric.Id)).Verdict);
    }

    [Fact]
    public async Task A_segment_that_others_have_outgrown_and_a_dropped_slice_are_named()
    {
        var (schema, _) = await StoreAsync();
        var question = Question with { SegmentFeature = "plan", SegmentCap = 1 };
        var gold = Assert.Single((await RecordAsync(question)).Metrics, metric => metric.SegmentName == "gold");
        var whole = Assert.Single((await RecordAsync(Question)).Metrics);
        await using (var owner = Database.CreateOwnerContext())
        {
            await owner.BulkInsertAsync(
                DriftScene.Predict(
                    [.. Enumerable.Repeat(VerifiedScene.Vector(schema, 5, "silver"), 200)], DriftScene.Current.Start),
                default);
            await new SliceMaintenance(owner).EnsureAsync(DriftScene.Current.Start, DriftScene.Current.End);
            await owner.Set<SliceRecord>().ExecuteUpdateAsync(slices => slices.SetProperty(slice => slice.GoneAt, Sample.Noon.AddDays(9)));
        }

        Assert.Equal(
            "The segment is no longer one of the 1 largest, or has no predictions.", await ReasonAsync(gold, DriftVerdict.RowsChanged));
        Assert.Contains("was detached or dropped before", await ReasonAsync(whole, DriftVerdict.RowsChanged));
    }

    [Fact]
    public async Task A_tiny_statistic_that_was_forged_is_not_reproducible()
    {
        await StoreAsync();
        var question = Question with { Method = DriftMethods.KsAsymp };
        var metric = Assert.Single((await RecordAsync(question)).Metrics);
        await using (var owner = Database.CreateOwnerContext())
        {
            var stored = await owner.DriftMetrics.SingleAsync(stored => stored.Id == metric.Id);
            owner.Entry(stored).Property(forged => forged.PValue).CurrentValue = metric.PValue * (1 + 1e-8);
            await owner.SaveChangesAsync();
        }

        Assert.Contains("or other counts", await ReasonAsync(metric, DriftVerdict.NotReproducible));
    }

    [Fact]
    public async Task A_result_of_another_tool_is_not_reproducible()
    {
        await using var context = Database.CreateContext();
        var metric = Build.DriftMetric();
        context.Add(metric);
        await context.SaveChangesAsync();

        Assert.Contains("Another tool computed it.", await ReasonAsync(metric, DriftVerdict.NotReproducible));
    }

    [Fact]
    public async Task What_the_data_does_not_define_is_returned_and_not_stored()
    {
        await StoreAsync();
        var empty = new TimeWindow(Sample.Noon.AddDays(-9), Sample.Noon.AddDays(-8));

        var recorded = await RecordAsync(Question with { Reference = empty });

        Assert.Empty(recorded.Metrics);
        Assert.Equal("age", Assert.Single(recorded.Undefined).FeatureName);
    }

    private async Task<string> ReasonAsync(DriftMetric metric, DriftVerdict verdict)
    {
        await using var context = Database.CreateContext();
        var verification = await new DriftMetricRepository(context).VerifyAsync(metric.Id);
        Assert.Equal(verdict, verification.Verdict);
        return verification.Reason;
    }

    private async Task<RecordedDrift> RecordAsync(DriftQuestion question)
    {
        await using var context = Database.CreateContext();
        return await new DriftMetricRepository(context).RecordAsync("churn", question, Threshold, Sample.Noon.AddDays(2));
    }

    private async Task<(FeatureSchema Schema, IReadOnlyList<Prediction> Reference)> StoreAsync()
    {
        await using var context = Database.CreateContext();
        return await VerifiedScene.StoreAsync(context);
    }
}
