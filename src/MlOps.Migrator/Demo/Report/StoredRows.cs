using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Migrator.Demo.Training;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Predictions;

namespace MlOps.Migrator.Demo.Report;

/// <summary>What there is of each service and each version.</summary>
internal static class StoredRows
{
    public static async Task<Listing> ListServicesAsync(MlOpsDbContext context, TimeWindow window, CancellationToken cancellationToken)
    {
        var feedback = await context.Feedback
            .Where(given => given.CreatedAt >= window.Start && given.CreatedAt < window.End)
            .Join(context.Predictions, given => given.PredictionId, prediction => prediction.Id, (_, prediction) => prediction.ServiceName)
            .GroupBy(service => service)
            .Select(group => new { Service = group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Service, row => row.Count, cancellationToken);
        var listing = new Listing("Service", "Predictions", "Labelled", "Feedback", "Confidence", "Error");
        await foreach (var row in new PredictionRepository(context).StreamStatisticsAsync(window).WithCancellation(cancellationToken))
        {
            listing.Add(
                row.ServiceName, row.Predictions, row.Labelled, feedback.GetValueOrDefault(row.ServiceName), row.AverageConfidence,
                row.AverageError);
        }

        return listing;
    }

    public static async Task<Listing> ListVersionsAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var listing = new Listing("Model", "Version", "Stage", "F1", "Brier", "Measured on", "Promoted");
        var versions = context.ModelVersions.AsNoTracking()
            .OrderBy(version => version.ModelName).ThenBy(version => version.Version).AsAsyncEnumerable();
        await foreach (var version in versions.WithCancellation(cancellationToken))
        {
            listing.Add(
                version.ModelName, version.Version, version.Stage, version.F1Score, version.BrierScore, MeasuredOn(version),
                version.PromotedAt);
        }

        return listing;
    }

    private static string? MeasuredOn(ModelVersion version) => FitSettings.Find(version) is { } fit
        ? $"{fit.Measured} {(fit.OnOwnExamples ? "cases that it learned from" : "other cases")}"
        : null;
}
