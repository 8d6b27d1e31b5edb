using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion.Writing;

namespace MlOps.Soak;

/// <summary>An application that writes for two tenants as fast as it can, and says on standard output what was acknowledged.</summary>
internal static class WritingProcess
{
    public const string Write = "write";
    public const string Drain = "drain";
    public const string Repeat = "repeat";

    public const char Predicted = 'P';
    public const char Commented = 'F';
    public const char Shadowed = 'S';
    public const char Labelled = 'L';
    public const char Contradicted = 'C';
    public const char PredictedLongAgo = 'O';

    /// <summary>How many months before this one have slices.</summary>
    public const int Months = 8;

    // The months that may be dropped are not those of other predictions.
    private const int FirstOldMonth = 2;

    private const int Callers = 8;

    /// <summary>The version that does not serve. Each tenant has it.</summary>
    public static readonly Guid ChallengerId = new("0195a000-0000-7000-8000-0000000000cc");

    public static readonly Guid[] TenantIds = [Tenants.Default, new("0195a000-0000-7000-8000-00000000000b")];

    /// <summary>Writes until it is killed.</summary>
    public static async Task WriteAsync(string connection, string journals)
    {
        using var host = Build(connection, journals);
        await host.StartAsync();
        var writers = host.Services.GetRequiredService<ITenantWriters>();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => WriteForeverAsync(writers, caller % 2))));
    }

    /// <summary>Stores what others left in the journals.</summary>
    public static async Task DrainAsync(string connection, string journals)
    {
        using var host = Build(connection, journals);
        await host.StartAsync();
        var writers = host.Services.GetRequiredService<ITenantWriters>();
        // A tenant that never wrote has no journal, and no writer that would be flushed.
        var patience = Stopwatch.StartNew();
        while (Directory.EnumerateFiles(journals, "*.journal", SearchOption.AllDirectories).Any())
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(5))
                throw new InvalidOperationException("The journals are not empty.");

            await writers.FlushAsync();
            await Task.Delay(100);
        }

        await host.StopAsync();
    }

    /// <summary>Writes predictions again that another process has written, with the same ids, which it reads from standard input.</summary>
    public static async Task RepeatAsync(string connection, string journals)
    {
        using var host = Build(connection, journals);
        await host.StartAsync();
        var writers = host.Services.GetRequiredService<ITenantWriters>();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var id = Guid.Parse(line.AsSpan(3));
            var again = OraclePrediction.Record("answer", 0, TimeOf(id), "again");
            typeof(Entity).GetProperty(nameof(Entity.Id))!.SetValue(again, id);
            await writers.WriteAsync(TenantIds[line[1] - '0'], again);
        }

        await writers.FlushAsync();
        await host.StopAsync();
    }

    public static DateTimeOffset MonthOf(Guid id)
    {
        var time = TimeOf(id);
        return new DateTimeOffset(time.Year, time.Month, 1, 0, 0, 0, TimeSpan.Zero);
    }

    /// <summary>The months that may be dropped, the newest first.</summary>
    public static IEnumerable<DateTimeOffset> OldMonths(DateTimeOffset now) =>
        Enumerable.Range(FirstOldMonth, Months - FirstOldMonth)
            .Select(ago => new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(-ago));

    private static DateTimeOffset TimeOf(Guid id) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(id.ToString("N")[..12], 16));

    private static IHost Build(string connection, string journals)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMlOps(options => options.ConnectionString = connection).AddTenantWriters(options =>
        {
            options.Writer.Durability = Durability.Journal;
            options.Writer.JournalDirectory = journals;
            options.Writer.FlushInterval = TimeSpan.FromMilliseconds(20);
            options.Writer.Lanes = 2;
            options.Writer.Capacity = 20_000;
        });
        return builder.Build();
    }

    private static async Task WriteForeverAsync(ITenantWriters writers, int tenant)
    {
        var tenantId = TenantIds[tenant];
        OldPredictions old = new(Random.Shared);
        for (var i = 0; ; i++)
        {
            var now = DateTimeOffset.UtcNow;
            Prediction prediction = i % 2 == 0
                ? OraclePrediction.Record("answer", i, OldPredictions.TimeOfNth(i, now), "q")
                : CodeRoachPrediction.Record("quality", i, now, "project", "file.cs");
            await writers.WriteAsync(tenantId, prediction);
            Say(Predicted, prediction.Id);

            var feedback = Feedback.Record(prediction, new FeedbackContent { Rating = 3 }, now);
            await writers.RecordFeedbackAsync(tenantId, feedback);
            Say(Commented, feedback.Id);

            var score = ShadowScore.Record(prediction.Id, ChallengerId, new ShadowAnswer { PredictedValue = i }, now);
            await writers.RecordShadowScoreAsync(tenantId, score);
            Say(Shadowed, score.Id);

            await writers.RecordLabelAsync(tenantId, prediction.Id, 1, now);
            Say(Labelled, prediction.Id);
            if (i % 10 == 0)
            {
                // Stored before the first one it would be the label.
                await writers.RecordLabelAsync(tenantId, prediction.Id, 2, now);
                Say(Contradicted, prediction.Id);
            }

            if (i % 20 == 0)
            {
                var longAgo = old.Next(now);
                await writers.WriteAsync(tenantId, longAgo);
                Say(PredictedLongAgo, longAgo.Id);
            }
        }

        void Say(char what, Guid id) => Console.Out.WriteLine($"{what}{tenant} {id}");
    }
}
