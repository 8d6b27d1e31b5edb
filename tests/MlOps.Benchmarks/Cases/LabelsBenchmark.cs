using Microsoft.EntityFrameworkCore;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Repositories.Predictions;

namespace MlOps.Benchmarks.Cases;

/// <summary>Late labels in bulk, beside predictions that EF loads, labels and saves.</summary>
internal sealed class LabelsBenchmark() : Benchmark("labels", "BulkLabelAsync beside loading, labelling and saving tracked entities")
{
    private const int ChunkSize = 1000;

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = Population.Create(options.Rows ?? 100_000);
        List<Label> labels = [.. rows.Select((row, i) => new Label(row.Id, i, row.CreatedAt.AddDays(7)))];
        var result = await Rounds.RunAsync(
            Name, "labels/s", options.Rounds,
            () => MeasureAsync(database, rows, context => new PredictionRepository(context).BulkLabelAsync(labels, cancellationToken)),
            () => MeasureAsync(database, rows, async context =>
            {
                foreach (var chunk in labels.Chunk(ChunkSize))
                    await LabelTrackedAsync(context, chunk, cancellationToken);
            }),
            cancellationToken);
        return [result with { Target = Target.RatioAtLeast(20) }];
    }

    private static async Task<double> MeasureAsync(
        BenchmarkDatabase database, List<Prediction> rows, Func<Persistence.MlOpsDbContext, Task> label)
    {
        await BulkInsertBenchmark.InsertAsync(database, rows, CancellationToken.None);
        await database.ExecuteAsync("ANALYZE ml_predictions; CHECKPOINT");
        await using var context = database.CreateContext(database.Service);
        return await Speed.OfAsync(rows.Count, () => label(context));
    }

    private static async Task LabelTrackedAsync(
        Persistence.MlOpsDbContext context, Label[] labels, CancellationToken cancellationToken)
    {
        var ids = labels.Select(label => label.PredictionId).ToList();
        var predictions = await context.Predictions.Where(prediction => ids.Contains(prediction.Id))
            .ToDictionaryAsync(prediction => prediction.Id, cancellationToken);
        foreach (var label in labels)
            predictions[label.PredictionId].RecordLabel(label.ActualValue, label.At);

        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }
}
