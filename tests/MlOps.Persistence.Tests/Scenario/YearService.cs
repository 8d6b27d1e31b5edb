using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tests.Monitoring.Expectations;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>
/// Answers questions with the version that serves, stores labels when they arrive, and lets challengers answer in shadow.
/// </summary>
internal sealed class YearService(
    TestDatabase database, YearDiary diary, IReadOnlyList<YearCase> cases, IReadOnlyList<YearCase> quietCases)
{
    public const string Name = "oracle";
    public const string QuietName = "search";

    private readonly FeatureSchema _schema = FeatureSchema.Define(
        "oracle inputs",
        1,
        YearScript.Start,
        FeatureDefinition.Number("age"),
        FeatureDefinition.Number("income"),
        FeatureDefinition.Category("country"),
        FeatureDefinition.Category("plan"));

    private readonly List<YearVersion> _challengers = [];
    private readonly Queue<YearCase> _asked = new(cases.OrderBy(asked => asked.ArrivesAt));
    private readonly Queue<YearCase> _quietAsked = new(quietCases.OrderBy(asked => asked.At));

    public async Task StoreSchemaAsync()
    {
        await using var context = database.CreateContext();
        context.Add(_schema);
        await context.SaveChangesAsync();
    }

    /// <summary>Stores what has arrived by a time.</summary>
    public async Task StoreAsync(DateTimeOffset now, YearVersion quietVersion)
    {
        var arrived = Take(_asked, now).ToList().ConvertAll(asked => (asked, Answered: Answer(asked, diary.FindServing(asked.At))));
        var quiet = Take(_quietAsked, now).Select(asked => asked.Answer(0.99, quietVersion.Name, quietVersion.Id)).ToList();
        await using (var context = database.CreateContext())
        {
            await context.BulkInsertAsync<Prediction>(
            [
                .. arrived.Select(pair => pair.Answered.ToEntity(Name, _schema)), .. quiet.Select(row => row.ToEntity(QuietName, _schema)),
            ]);
        }

        foreach (var row in arrived.Select(pair => pair.Answered).Concat(quiet))
            row.StoredAt = now;

        diary.Answers.AddRange(arrived);
        diary.QuietAnswers.AddRange(quiet);
        await LabelAsync(now);
        foreach (var challenger in _challengers)
            await ShadowAsync(challenger, arrived, now);
    }

    /// <summary>Lets a version answer in shadow from now on, and the predictions of the gate's window so far.</summary>
    public async Task BeginShadowAsync(YearVersion challenger, DateTimeOffset now)
    {
        _challengers.Add(challenger);
        await ShadowAsync(challenger, diary.Answers.FindAll(pair => pair.Answered.At >= now - YearScript.Thresholds.Lookback), now);
    }

    public void EndShadow(YearVersion challenger) => _challengers.Remove(challenger);

    private static KnownPrediction Answer(YearCase asked, YearVersion version) =>
        asked.Answer(version.Answer(asked)!.Value, version.Name, version.Id);

    private static IEnumerable<YearCase> Take(Queue<YearCase> asked, DateTimeOffset now)
    {
        while (asked.TryPeek(out var next) && next.ArrivesAt < now)
            yield return asked.Dequeue();
    }

    private async Task ShadowAsync(YearVersion challenger, List<(YearCase Asked, KnownPrediction Answered)> rows, DateTimeOffset now)
    {
        var scores = new List<ShadowScore>();
        foreach (var (asked, answered) in rows)
        {
            if (challenger.Answer(asked) is not { } score)
                continue;

            diary.ShadowAnswers.Add((answered.Id, challenger.Name), (score, now));
            scores.Add(ShadowScore.Record(answered.Id, challenger.Id, new ShadowAnswer { PredictedValue = score }, now));
        }

        await using var context = database.CreateContext();
        await context.BulkInsertAsync(scores);
    }

    // A label needs a prediction, which may be late too.
    private async Task LabelAsync(DateTimeOffset now)
    {
        await using var context = database.CreateContext();
        var repository = new PredictionRepository(context);
        List<KnownPrediction> stored = [.. diary.Answers.Select(pair => pair.Answered), .. diary.QuietAnswers];
        var first = stored.FindAll(row => row.Labels is [{ StoredAt: null } label, ..] && label.ArrivesAt < now);
        await repository.BulkLabelAsync(first.Select(row => new Label(row.Id, row.Labels[0].Value, row.Labels[0].ArrivesAt)));
        foreach (var row in first)
            row.Labels[0].StoredAt = now;

        foreach (var row in stored.Where(
            row => row.Labels is [{ StoredAt: not null }, { StoredAt: null } correction] && correction.ArrivesAt < now))
        {
            await repository.CorrectLabelAsync(row.Id, row.Labels[1].Value, "The first one was wrong.", row.Labels[1].ArrivesAt);
            row.Labels[1].StoredAt = now;
        }
    }
}
