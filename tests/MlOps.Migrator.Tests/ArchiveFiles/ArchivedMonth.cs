using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Testing;

namespace MlOps.Migrator.Tests.ArchiveFiles;

/// <summary>A month with predictions of two tenants, with feedback and shadow scores, in the archive.</summary>
public abstract class ArchivedMonth(TestDatabase database) : DatabaseTest(database)
{
    protected const string Root = "ml_predictions";

    protected static readonly Guid OtherTenant = Guid.CreateVersion7();

    // Each test has a month of its own, since a reset does not reach the archive.
    private static int s_months;

    private readonly TestDirectory _directory = new();

    protected DateTimeOffset Month { get; } =
        new DateTimeOffset(2011, 1, 15, 0, 0, 0, TimeSpan.Zero).AddMonths(Interlocked.Increment(ref s_months));

    protected string Slice => $"{Month:yyyy_MM}";

    protected string Files => _directory.Child("files");

    protected string ManifestPath => Path.Combine(Files, "_manifests", $"{Root}.{Slice}.json");

    protected OraclePrediction Prediction { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var owner = Database.CreateOwnerContext();
        await new SliceMaintenance(owner).EnsureAsync(Month, Month);
        foreach (var tenant in (Guid?[])[OtherTenant, null])
        {
            await using var context = Database.CreateContext(tenant);
            await StoreAsync(context);
        }

        await new SliceArchive(owner).ArchiveAsync(Root, Slice);
    }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _directory.Dispose();
        return base.DisposeAsync();
    }

    protected Task<List<string>> HashesAsync(string schema) => Database.ColumnAsync(HashesOf(schema));

    protected string HashesOf(string schema) => string.Join(
        " UNION ALL ",
        new[] { Root, "oracle_ml_predictions", "ml_feedback", "ml_shadow_scores" }.Select(table =>
            $"SELECT '{table} ' || count(*) || ' ' || sum(hashtextextended(t::text, 0)) FROM {schema}.{table}_{Slice} AS t"));

    /// <summary>The partitions of the slice, wherever they are.</summary>
    protected Task<List<string>> TablesAsync() => Database.ColumnAsync(
        $"SELECT relname FROM pg_class WHERE relname ~ 'ml_(predictions|feedback|shadow_scores)_{Slice}$' AND relkind = 'r'");

    protected Task<string> ExportAsync() => RunAsync("archive", "export", Root, Slice, "--to", Files);

    protected Task<string> PurgeAsync() => RunAsync("archive", "purge", Root, Slice, "--from", Files);

    protected Task<string> RestoreAsync() => RunAsync("archive", "restore", Root, Slice, "--from", Files);

    protected async Task<string> RunAsync(params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync([.. arguments, "--connection", Database.OwnerConnectionString]);
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        return result.Output;
    }

    protected async Task<string> RefuseAsync(int exitCode, params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync([.. arguments, "--connection", Database.OwnerConnectionString]);
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        return result.Error;
    }

    private async Task StoreAsync(MlOpsDbContext context)
    {
        var feature = Build.Feature();
        // One that only the version names, and one that only the prediction names.
        var (ofVersion, ofPrediction) = (
            FeatureSchema.Define("risk", 1, Build.Noon, FeatureDefinition.Number("age") with { Feature = feature }),
            FeatureSchema.Define("answers", 1, Build.Noon, FeatureDefinition.Number("length")));
        var model = Build.Model();
        var version = Build.ModelVersion(model);
        version.TakeFeatures(ofVersion, Build.Noon);
        context.AddRange(feature, ofVersion, ofPrediction, model, version, Build.ServingPeriod(version));
        await context.SaveChangesAsync();
        Prediction = Build.OraclePrediction(
            0.1, Month, query: "tab\t, line\n and \\", details: new PredictionDetails
            {
                RequestId = "request-7",
                Confidence = 0.25,
                Features = FeatureVector.Of(ofPrediction, [17]),
            });
        await context.BulkInsertAsync<Prediction>([Prediction]);
        await context.BulkInsertAsync([Build.Feedback(Prediction, at: Month)]);
        await context.BulkInsertAsync([Build.ShadowScore(Prediction, version, at: Month)]);
    }
}
