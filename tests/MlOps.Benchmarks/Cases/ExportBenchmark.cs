using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Parquet;
using MlOps.Parquet.Manifests;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Benchmarks.Cases;

/// <summary>A month of predictions goes from the archive into files, out of the database and back.</summary>
internal sealed class ExportBenchmark()
    : Benchmark("export", "The files of a slice of --rows predictions with 46 random numbers, in arrays and in a jsonb, beside its tables")
{
    private const int DefaultRows = 100_000;
    private const int AtOnce = 10_000;
    private const double Megabyte = 1 << 20;
    private const string Root = "ml_predictions";

    private static readonly DateTimeOffset Start = Population.Start.AddYears(-1);
    private static readonly Slice Slice = Slice.Containing(Start, SliceInterval.Month);

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = options.Rows ?? DefaultRows;
        return
        [
            .. await MeasureAsync(database, rows, "typed", AsFeatures, Target.RatioAtMost(0.4), cancellationToken),
            .. await MeasureAsync(database, rows, "jsonb", AsDocument, Target.RatioAtMost(0.2), cancellationToken),
        ];
    }

    private async Task<IReadOnlyList<Result>> MeasureAsync(
        BenchmarkDatabase database,
        int rows,
        string kind,
        Func<double?[], PredictionDetails> detailsOf,
        Target size,
        CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        var directory = Directory.CreateTempSubdirectory("mlops-benchmark-export-");
        await using var context = database.CreateContext(database.Owner);
        try
        {
            await FillAsync(context, rows, detailsOf, cancellationToken);
            var bytes = (await new SliceArchive(context).ListAsync(cancellationToken)).Single(slice => slice.Name == Slice.Suffix).Bytes;
            var files = new SliceDirectory(directory.FullName);
            SliceManifest? manifest = null;
            var exported = await TimeAsync(async () =>
                manifest = (await new SliceExport(context, files).RunAsync(Root, Slice.Suffix, cancellationToken)).Manifest);
            var purged = await TimeAsync(() => new SlicePurge(context, files).RunAsync(Root, Slice.Suffix, cancellationToken));
            var restored = await TimeAsync(() => new SliceReturn(context, files).RunAsync(Root, Slice.Suffix, cancellationToken));
            return
            [
                new($"{Name} ({kind}, size)", manifest!.Bytes / Megabyte, bytes / Megabyte, (double)manifest.Bytes / bytes, "MB", size),
                new($"{Name} ({kind}, rows exported)", rows / exported, rows, null, "rows/s"),
                new($"{Name} ({kind}, purge)", purged, exported, purged / exported, "s"),
                new($"{Name} ({kind}, rows restored)", rows / restored, rows, null, "rows/s"),
            ];
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task FillAsync(
        MlOpsDbContext context, int rows, Func<double?[], PredictionDetails> detailsOf, CancellationToken cancellationToken)
    {
        await new SliceMaintenance(context).CompleteAsync(Root, Slice.Suffix, cancellationToken);
        var schema = TypedPopulation.Schema;
        if (!await context.FeatureSchemas.AnyAsync(one => one.Id == schema.Id, cancellationToken))
            context.Add(schema);

        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
        var random = new Random(7);
        for (var first = 0; first < rows; first += AtOnce)
            await context.BulkInsertAsync(
                Enumerable.Range(first, Math.Min(AtOnce, rows - first)).Select(i => Create(i, random, detailsOf)).ToList(),
                cancellationToken: cancellationToken);

        await new SliceArchive(context).ArchiveAsync(Root, Slice.Suffix, cancellationToken);
    }

    private static Prediction Create(int i, Random random, Func<double?[], PredictionDetails> detailsOf)
    {
        var values = Enumerable.Range(0, TypedPopulation.Numbers).Select(_ => (double?)(random.Next(100_000) / 1000.0)).ToArray();
        return Prediction.ForService("scoring", "score", random.NextDouble(), Start + (i * Population.Pace), detailsOf(values) with
        {
            Confidence = random.NextDouble(),
            ModelVersion = "2.4.1",
            TargetEntityType = "customer",
            TargetEntityId = $"customer-{random.Next(50_000)}",
            RiskLevel = (RiskLevel)random.Next(4),
            InferenceTimeMs = random.Next(50),
        });
    }

    private static PredictionDetails AsFeatures(double?[] values) =>
        new() { Features = FeatureVector.Of(TypedPopulation.Schema, values) };

    private static PredictionDetails AsDocument(double?[] values)
    {
        var members = values.Select((value, i) =>
            string.Create(CultureInfo.InvariantCulture, $"\"{TypedPopulation.NameOf(i)}\": {value:0.000}"));
        return new PredictionDetails { Context = Json.Parse($"{{{string.Join(", ", members)}}}") };
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
