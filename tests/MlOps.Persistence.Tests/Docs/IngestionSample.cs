using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion.Writing;

namespace MlOps.Persistence.Tests.Docs;

/// <summary>The samples of docs/ingestion.md, word for word but for the directory.</summary>
internal static class IngestionSample
{
    public static void Configure(HostApplicationBuilder builder)
    {
        // <registration>
        builder.Services.AddMlOps().AddPredictionWriter(options =>
        {
            options.Durability = Durability.Journal;
            options.JournalDirectory = "/var/lib/my-service/journal";
        });
        // </registration>
    }

    public static async Task WriteAsync(IPredictionWriter writer, DateTimeOffset now)
    {
        // <writing>
        var prediction = OraclePrediction.Record("answer", 0.7, now, "Why is the sky blue?");
        await writer.WriteAsync(prediction);
        await writer.RecordFeedbackAsync(Feedback.Record(prediction, new FeedbackContent { Rating = 4 }, now));
        await writer.RecordLabelAsync(prediction.Id, 1, now);
        // </writing>
    }

    public static async Task ScoreAsync(IPredictionWriter writer, Prediction prediction, ModelVersion challenger, DateTimeOffset now)
    {
        // <shadow>
        await writer.WriteAsync(prediction);
        await writer.RecordShadowScoreAsync(
            ShadowScore.Record(prediction, challenger, new ShadowAnswer { PredictedValue = 0.6, Confidence = 0.9 }, now));
        // </shadow>
    }
}
