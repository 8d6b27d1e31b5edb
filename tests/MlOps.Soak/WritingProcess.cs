using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Writing;

namespace MlOps.Soak;

/// <summary>An application that writes as fast as it can, and says on standard output what was acknowledged.</summary>
internal static class WritingProcess
{
    public const string Write = "write";
    public const string Drain = "drain";

    public const char Predicted = 'P';
    public const char Commented = 'F';
    public const char Labelled = 'L';

    private const int Callers = 8;

    /// <summary>Writes until it is killed.</summary>
    public static async Task WriteAsync(string connection, string journal)
    {
        using var host = Build(connection, journal);
        await host.StartAsync();
        var writer = host.Services.GetRequiredService<IPredictionWriter>();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => WriteForeverAsync(writer))));
    }

    /// <summary>Stores what others left in the journal.</summary>
    public static async Task DrainAsync(string connection, string journal)
    {
        using var host = Build(connection, journal);
        await host.StartAsync();
        await host.Services.GetRequiredService<IPredictionWriter>().FlushAsync();
        await host.StopAsync();
    }

    private static IHost Build(string connection, string journal)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMlOps(options => options.ConnectionString = connection).AddPredictionWriter(options =>
        {
            options.Durability = Durability.Journal;
            options.JournalDirectory = journal;
            options.FlushInterval = TimeSpan.FromMilliseconds(20);
            options.Lanes = 2;
            options.Capacity = 20_000;
        });
        return builder.Build();
    }

    private static async Task WriteForeverAsync(IPredictionWriter writer)
    {
        for (var i = 0; ; i++)
        {
            var now = DateTimeOffset.UtcNow;
            Prediction prediction = i % 2 == 0
                ? OraclePrediction.Record("answer", i, now, "q")
                : CodeRoachPrediction.Record("quality", i, now, "project", "file.cs");
            await writer.WriteAsync(prediction);
            Console.Out.WriteLine($"{Predicted} {prediction.Id}");

            var feedback = Feedback.Record(prediction, new FeedbackContent { Rating = 3 }, now);
            await writer.RecordFeedbackAsync(feedback);
            Console.Out.WriteLine($"{Commented} {feedback.Id}");

            await writer.RecordLabelAsync(prediction.Id, 1, now);
            Console.Out.WriteLine($"{Labelled} {prediction.Id}");
        }
    }
}
