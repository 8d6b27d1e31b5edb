using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Migrator.Demo.World;
using MlOps.Persistence;

namespace MlOps.Migrator.Demo.Training;

/// <summary>Reads what a model can learn from: predictions with their labels, whatever the answer was.</summary>
internal sealed class ExampleReader(MlOpsDbContext context, CancellationToken cancellationToken)
{
    /// <summary>The labelled cases of a window that were known by a time, the oldest first.</summary>
    public async Task<IReadOnlyList<(Inputs Inputs, bool Outcome)>> ReadAsync(
        DemoService service, TimeWindow window, DateTimeOffset knownBy)
    {
        var rows = await context.Predictions.AsNoTracking()
            .Where(row => row.ServiceName == service.Name && row.CreatedAt >= window.Start && row.CreatedAt < window.End)
            .Where(row => row.ActualValue != null && row.LabelledAt < knownBy)
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id)
            .Select(row => new { row.Features, row.Categories, row.ActualValue })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => (
                new Inputs([.. row.Features!.Select(number => number!.Value)], row.Categories![0]!), row.ActualValue == 1)),
        ];
    }
}
