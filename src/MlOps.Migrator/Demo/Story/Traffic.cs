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
internal sealed class Traffic(TenantDatabase database, IPredictionWriter writer, CaseBook cases, CancellationToken cancellationToken)
{
    private readonly KnownModels _models = new();

    /// <summary>How many requests had no version that the demo can answer with, because somebody promoted or retired one.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Writes what happens in a part of a day.</summary>
    public async Task WriteAsync(TimeWindow span)
    {
        await using var context = database.CreateContext();
        var stored = await ListStoredAsync(context, new TimeWindow(span.Start.AddDays(-CaseBook.DaysBack), span.End));
        foreach (var service in DemoServices.All)
        {
            var versions = await ServedVersions.ReadAsync(context, service, cancellationToken);
            foreach (var asked in cases.List(service, span, asked => asked.At))
                await AskAsync(service, versions, asked, stored);
        }

        await FlushAsync();
        // What is said of a prediction may come in the same span, and no sooner.
        foreach (var service in DemoServices.All)
        {
            foreach (var known in cases.List(service, span, asked => asked.LabelledAt).Where(known => stored.Contains(known.Id)))
                await writer.RecordLabelAsync(known.Id, known.Outcome ? 1 : 0, known.LabelledAt!.Value, cancellationToken);

            if (service.Feedback > 0)
                await RateAsync(context, service, span);
        }

        await FlushAsync();
    }

    /// <summary>Lets a challenger answer what was asked before it was there.</summary>
    public async Task AnswerPastAsync(DemoService service, ModelVersion challenger, TimeWindow past, DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        var stored = await ListStoredAsync(context, past);
        foreach (var asked in cases.List(service, past, asked => asked.At).Where(asked => stored.Contains(asked.Id)))
            await AnswerAsync(service, challenger, asked, at);

        await FlushAsync();
    }

    private async Task AskAsync(DemoService service, ServedVersions versions, Case asked, HashSet<Guid> stored)
    {
        if (!stored.Contains(asked.Id))
        {
            if (versions.FindAt(asked.At) is not { } version || _models.Find(version) is not { } model)
            {
                Unanswered++;
                return;
            }

            await writer.WriteAsync(Predict(service, versions, version, model, asked), cancellationToken);
            stored.Add(asked.Id);
        }

        foreach (var challenger in versions.ListChallengersAt(asked.At))
            await AnswerAsync(service, challenger, asked, asked.At);
    }

    private static Prediction Predict(
        DemoService service, ServedVersions versions, ModelVersion version, LogisticModel model, Case asked)
    {
        var start = Stopwatch.GetTimestamp();
        var value = model.Predict(asked.Inputs.Encode(service));
        var details = new PredictionDetails
        {
            Confidence = Math.Max(value, 1 - value),
            Features = asked.Inputs.ToVector(versions.Schema),
            RequestId = asked.RequestId,
            ModelVersion = version.Version,
            ModelVersionId = version.Id,
            InferenceTimeMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds,
        };
        // What the request holds beside its inputs is the same in each run, too.
        var prediction = service.Record(asked, value, details, SeededRandom.From($"demo {asked.Id}"));
        prediction.ReplaceId(asked.Id);
        return prediction;
    }

    private async Task AnswerAsync(DemoService service, ModelVersion challenger, Case asked, DateTimeOffset at)
    {
        if (_models.Find(challenger) is not { } model)
            return;

        var start = Stopwatch.GetTimestamp();
        var value = model.Predict(asked.Inputs.Encode(service));
        var answer = new ShadowAnswer
        {
            PredictedValue = value,
            Confidence = Math.Max(value, 1 - value),
            InferenceTimeMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds,
        };
        await writer.RecordShadowScoreAsync(ShadowScore.Record(asked.Id, challenger, answer, at), cancellationToken);
    }

    // Users praise what turns out to be right.
    private async Task RateAsync(MlOpsDbContext context, DemoService service, TimeWindow span)
    {
        var rated = cases.List(service, span, asked => asked.RatedAt).ToDictionary(asked => asked.Id);
        var answers = await context.Predictions.AsNoTracking()
            .Where(row => row.CreatedAt >= span.Start.AddHours(-1) && row.CreatedAt < span.End)
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

    private Task<HashSet<Guid>> ListStoredAsync(MlOpsDbContext context, TimeWindow window) =>
        context.Predictions.AsNoTracking()
            .Where(row => row.CreatedAt >= window.Start && row.CreatedAt < window.End)
            .Select(row => row.Id).ToHashSetAsync(cancellationToken);

    // A dead letter is no answer, and what follows would rest on it.
    private async Task FlushAsync()
    {
        await writer.FlushAsync(cancellationToken);
        if (writer.Statistics.DeadLettered is > 0 and var refused)
            throw new MlOpsException(
                MlOpsError.Refused,
                $"{refused} rows were refused, since somebody changed what the demo has written. " +
                $"'{Invocation.Program} dead-letters list' shows them. {OtherDatabase.Suggest(database)}");
    }
}
