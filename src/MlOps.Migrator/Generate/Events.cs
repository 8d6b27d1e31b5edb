using MlOps.Domain;
using MlOps.Domain.Telemetry;

namespace MlOps.Migrator.Generate;

/// <summary>What happened: changes, commits, and what users did.</summary>
internal sealed class Events(GenerationPlan plan) : Kind("Learning events", plan)
{
    private const int ADay = 1_000_000;
    private const int ActionsOfSession = 20;
    private const double Commits = 0.05;
    private const double Sessions = 0.2;

    private static readonly string[] Types =
    [
        "prediction.made", "prediction.labelled", "feedback.given", "feature.computed", "feature.stale", "model.loaded", "model.changed",
        "training.started", "training.ended", "drift.measured", "alert.fired", "alert.resolved",
    ];

    private static readonly string[] Operations = ["commit", "push", "merge"];
    private static readonly string[] Actions = ["open", "edit", "search", "accept", "dismiss", "close"];

    private static readonly Json[] Payloads =
        [.. Enumerable.Range(0, 50).Select(i => Json.From(new { attempt = i % 3, duration_ms = i * 17, cause = $"rule-{i % 7}" }))];

    protected override IEnumerable<Entity> OfDay(DateTimeOffset day, Chance chance)
    {
        var number = 0;
        foreach (var at in DayCurve.Moments(day, Plan.ADay(ADay), chance))
            yield return chance.Identify(Happen(at, number++ / ActionsOfSession, chance));
    }

    private static LearningEvent Happen(DateTimeOffset at, int session, Chance chance) => chance.NextDouble() switch
    {
        < Commits => GitOperationEvent.Record(
            $"repository-{chance.Next(30)}", chance.Of(Operations), at, "main", filesChanged: 1 + chance.Next(20),
            linesAdded: chance.Next(400), linesRemoved: chance.Next(300), details: new EventDetails { Actor = $"user-{chance.Next(500)}" }),
        < Commits + Sessions => UserSessionEvent.Record(
            $"user-{session % 500}", $"session-{at:yyyyMMdd}-{session}", chance.Of(Actions), at, 5_000 * chance.NextDouble()),
        _ => LearningEvent.Record(chance.Of(Types), at, new EventDetails
        {
            SubjectType = "resource",
            SubjectId = $"resource/vm-{chance.Next(5_000)}",
            Actor = "scheduler",
            Payload = chance.Is(0.3) ? chance.Of(Payloads) : null,
        }),
    };
}
