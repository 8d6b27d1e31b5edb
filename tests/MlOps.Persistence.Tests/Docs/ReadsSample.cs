using Microsoft.Extensions.DependencyInjection;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Repositories.Features;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Repositories.Predictions;

namespace MlOps.Persistence.Tests.Docs;

/// <summary>The samples of docs/reads.md, word for word.</summary>
internal static class ReadsSample
{
    public static async Task<VersionErrors> CompareAsync(
        PredictionReportRepository reports, DateTimeOffset now, Guid inProduction, Guid candidate)
    {
        // <reports>
        var week = new TimeWindow(now.AddDays(-7), now);
        await foreach (var service in reports.StreamAccuracyByServiceAsync(week))
            Console.WriteLine($"{service.Group}: {service.AverageError} over {service.Labelled} labels");

        var comparison = await reports.CompareVersionsAsync(inProduction, candidate, week);
        // </reports>
        return comparison;
    }

    public static async Task<IReadOnlyList<FeatureAnswer>> ReadAsync(FeatureRepository features, DateTimeOffset then)
    {
        // <features>
        var vectors = await features.ListVectorsAsync(["customer-1", "customer-2"], ["age", "balance"], eventTime: then, knownAt: then);
        // </features>
        return vectors;
    }

    public static async Task<IReadOnlyList<Domain.Governance.DataQualityResult>> CheckAsync(MlOpsDbContext context, DateTimeOffset now)
    {
        // <quality>
        var rules = new DataQualityRules(context);
        var results = await new DataQualityRepository(context).EvaluateAsync(
            [
                rules.Complete<Prediction>(prediction => prediction.Confidence),
                rules.InRange<Prediction>(prediction => prediction.InferenceTimeMs, 0, 1000),
                rules.Fresh<Prediction>(TimeSpan.FromHours(1)),
                rules.InLeaf<Prediction, OraclePrediction>(prediction => prediction.ServiceName, OraclePrediction.Service),
            ],
            new TimeWindow(now.AddDays(-1), now),
            now);
        // </quality>
        return results;
    }

    public static void RecordEvents(IServiceCollection services)
    {
        // <events>
        services.AddMlOps(options => options.RecordLearningEvents = true);
        // </events>
    }
}
