using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Generate;

/// <summary>What happened: changes, commits, and what users did.</summary>
internal sealed class EventDays(GenerationPlan plan) : DailyData("Learning events", plan)
{
    private const int PerDay = 1_000_000;
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

    protected override IEnumerable<Entity> MakeDay(DateTimeOffset day, SeededRandom random)
    {
        var number = 0;
        foreach (var at in DayCurve.Moments(day, Plan.CountPerDay(PerDay), random))
            yield return random.AssignId(Happen(at, number++ / ActionsOfSession, random));
    }

    private static LearningEvent Happen(DateTimeOffset at, int session, SeededRandom random) => random.NextDouble() switch
    {
        < Commits => GitOperationEvent.Record(
            $"repository-{random.Next(30)}", random.Pick(Operations), at, "main", filesChanged: 1 + random.Next(20),
            linesAdded: random.Next(400), linesRemoved: random.Next(300), details: new EventDetails { Actor = $"user-{random.Next(500)}" }),
        < Commits + Sessions => UserSessionEvent.Record(
            $"user-{session % 500}", $"session-{at:yyyyMMdd}-{session}", random.Pick(Actions), at, 5_000 * random.NextDouble()),
        _ => LearningEvent.Record(random.Pick(Types), at, new EventDetails
        {
            SubjectType = "resource",
            SubjectId = $"resource/vm-{random.Next(5_000)}",
            Actor = "scheduler",
            Payload = random.Happens(0.3) ? random.Pick(Payloads) : null,
        }),
    };
}
