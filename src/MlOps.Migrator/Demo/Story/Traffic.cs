using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Migrator.Demo.Training;
using MlOps.Migrator.Demo.World;
using MlOps.Migrator.Sample;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion.Writing;

namespace MlOps.Migrator.Demo.Story;

/// <summary>
/// What the services write: predictions, what challengers would have answered, labels and feedback. What is stored already, by a run that
/// was killed, is not written again.
/// </summary>
internal sealed class Traffic(
    TenantDatabase database, IPredictionWriter writer, KnownModels models, Calendar calendar, CancellationToken cancellationToken)
{
    /// <summary>Writes what happens in a span of a day.</summary>
    public async Task WriteAsync(TimeWindow span)
    {
        await using var context = database.CreateContext();
        var stored = await context.Predictions.AsNoTracking()
            .Where(row => row.CreatedAt >= span.Start && row.CreatedAt < span.End)
            .Select(row => row.Id).ToHashSetAsync(cancellationToken);
        foreach (var service in DemoServices.All)
        {
            var versions = await ServedVersions.ReadAsync(context, service, cancellationToken);
            foreach (var asked in List(service, span, asked => asked.At))
                await AskAsync(service, versions, asked, stored.Contains(asked.Id));
        }

        await writer.FlushAsync(cancellationToken);
        foreach (var service in DemoServices.All)
        {
            foreach (var known in List(service, span, asked => asked.LabelledAt))
                await writer.RecordLabelAsync(known.Id, known.Outcome ? 1 : 0, known.LabelledAt!.Value, cancellationToken);

            await RateAsync(context, service, span);
        }

        await writer.FlushAsync(cancellationToken);
    }

    /// <summary>Lets a challenger answer what was asked before it was there.</summary>
    public async Task AnswerPastAsync(DemoService service, ModelVersion challenger, TimeWindow past, DateTimeOffset at)
    {
        foreach (var asked in List(service, past, asked => asked.At))
            await AnswerAsync(service, challenger, asked, at);

        await writer.FlushAsync(cancellationToken);
    }

    private async Task AskAsync(DemoService service, ServedVersions versions, Case asked, bool isStored)
    {
        if (!isStored)
            await writer.WriteAsync(Predict(service, versions, asked), cancellationToken);

        foreach (var challenger in versions.ListChallengersAt(asked.At))
            await AnswerAsync(service, challenger, asked, asked.At);
    }

    private Prediction Predict(DemoService service, ServedVersions versions, Case asked)
    {
        var version = versions.FindAt(asked.At);
        var start = Stopwatch.GetTimestamp();
        var value = models.Of(version).Predict(asked.Inputs.Encode(service));
        // What the request holds beside its inputs is the same in each run, too.
        var prediction = service.Sample.Make(SeededRandom.From($"demo {asked.Id}"), value, asked.At, new PredictionDetails
        {
            Confidence = Math.Max(value, 1 - value),
            Features = asked.Inputs.ToVector(versions.Schema),
            RequestId = asked.Id.ToString("N"),
            ModelVersion = version.Version,
            ModelVersionId = version.Id,
            RiskLevel = value < 0.2 ? RiskLevel.High : value < 0.4 ? RiskLevel.Medium : RiskLevel.Low,
            InferenceTimeMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds,
        });
        prediction.ReplaceId(asked.Id);
        return prediction;
    }

    private ValueTask AnswerAsync(DemoService service, ModelVersion challenger, Case asked, DateTimeOffset at)
    {
        var start = Stopwatch.GetTimestamp();
        var value = models.Of(challenger).Predict(asked.Inputs.Encode(service));
        var answer = new ShadowAnswer
        {
            PredictedValue = value,
            Confidence = Math.Max(value, 1 - value),
            InferenceTimeMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds,
        };
        return writer.RecordShadowScoreAsync(ShadowScore.Record(asked.Id, challenger, answer, at), cancellationToken);
    }

    // Users praise what turns out to be right.
    private async Task RateAsync(MlOpsDbContext context, DemoService service, TimeWindow span)
    {
        var rated = List(service, span, asked => asked.RatedAt).ToDictionary(asked => asked.Id);
        var answers = await context.Predictions.AsNoTracking()
            .Where(row => rated.Keys.Contains(row.Id) && row.Feedback.Count == 0)
            .Select(row => new { row.Id, row.PredictedValue }).ToListAsync(cancellationToken);
        foreach (var answer in answers)
        {
            var (asked, random) = (rated[answer.Id], SeededRandom.From($"demo rating {answer.Id}"));
            var isRight = answer.PredictedValue >= 0.5 == asked.Outcome;
            var content = new FeedbackContent { Rating = (isRight ? 4 : 1) + random.Next(2), UserId = $"user-{random.Next(50)}" };
            await writer.RecordFeedbackAsync(Feedback.Record(answer.Id, content, asked.RatedAt!.Value), cancellationToken);
        }
    }

    // Of the days before too, since what is true is known later.
    private IEnumerable<Case> List(DemoService service, TimeWindow span, Func<Case, DateTimeOffset?> time)
    {
        var last = calendar.DayOf(span.End.AddTicks(-1));
        var first = Math.Max(1, calendar.DayOf(span.Start - service.LabelDelay));
        return Enumerable.Range(first, last - first + 1)
            .SelectMany(day => CaseDay.Draw(service, calendar.StartOf(day), Calendar.HasChanged(day)))
            .Where(asked => time(asked) is { } at && at >= span.Start && at < span.End);
    }
}
