using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Migrator.Demo.Story;
using MlOps.Migrator.Demo.Training;
using MlOps.Persistence;

namespace MlOps.Migrator.Demo.Report;

/// <summary>Reads what happened from the tables that have it.</summary>
internal sealed class TimelineSource(MlOpsDbContext context, CancellationToken cancellationToken)
{
    /// <summary>The versions that were trained. The first ones of all models are one event.</summary>
    public async Task<IReadOnlyList<TimelineEvent>> ListTrainingsAsync()
    {
        var versions = await context.ModelVersions.AsNoTracking().Where(version => version.F1Score != null).ToListAsync(cancellationToken);
        return Summarise(
            versions,
            version => version.Version == Beginning.FirstVersion,
            version => version.CreatedAt,
            count => ($"The first versions of {count} models are fitted to {CountExamples(versions)} past cases in all.", "models list"),
            version => (
                Invariant($"Version {version.Version} of '{version.ModelName}' is fitted to {ExamplesOf(version)} labelled predictions") +
                Invariant($"{OmittedOf(version)}: F1 {version.F1Score:0.00}, Brier score {version.BrierScore:0.00}."),
                $"models show {version.ModelName}"));
    }

    /// <summary>What went into production. The first versions of all models are one event.</summary>
    public async Task<IReadOnlyList<TimelineEvent>> ListPromotionsAsync()
    {
        var moves = await context.StageTransitions.AsNoTracking()
            .Where(move => move.ToStage == ModelStage.Production).ToListAsync(cancellationToken);
        return Summarise(
            moves,
            move => move.Version == Beginning.FirstVersion && move.FromStage == ModelStage.None,
            move => move.CreatedAt,
            count => ($"Version {Beginning.FirstVersion} of {count} models is in production.", "models list"),
            move => (
                $"Version {move.Version} of '{move.ModelName}' is {(move.FromStage == ModelStage.Archived ? "back " : "")}in production. " +
                $"{move.ChangedBy}: {move.Reason}",
                $"models history {move.ModelName}"));
    }

    public async Task<IReadOnlyList<TimelineEvent>> ListAlertsAsync()
    {
        var alerts = await context.Alerts.AsNoTracking().Include(alert => alert.Rule).ToListAsync(cancellationToken);
        return
        [
            .. alerts.Select(alert => new TimelineEvent(
                alert.FiredAt, $"Alert '{alert.Rule!.Name}' fires{About(alert)}: {alert.Observation}", "alerts list --all")),
            .. alerts.Where(alert => alert.Status == AlertStatus.Resolved).Select(alert => new TimelineEvent(
                alert.ResolvedAt!.Value,
                $"Alert '{alert.Rule!.Name}'{About(alert)} is over.",
                "alerts list --all")),
        ];
    }

    public async Task<IReadOnlyList<TimelineEvent>> ListRequestsAsync()
    {
        var requests = await context.RetrainingRequests.AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. requests.Select(request => new TimelineEvent(
                request.CreatedAt, $"A new version of '{request.ModelName}' is requested: {request.Why}", "retraining list --all")),
        ];
    }

    public async Task<IReadOnlyList<TimelineEvent>> ListDecisionsAsync()
    {
        var decisions = await context.RetrainingDecisions.AsNoTracking().Include(decision => decision.CandidateVersion)
            .ToListAsync(cancellationToken);
        return
        [
            .. decisions.Select(decision => new TimelineEvent(
                decision.Timestamp,
                $"Version {decision.CandidateVersion?.Version} of '{decision.ModelName}' {Describe(decision)}",
                $"decisions show {decision.Id}")),
        ];
    }

    private static string Describe(RetrainingDecision decision) => decision switch
    {
        { Action: RetrainingAction.Reject } => $"is rejected. {string.Join(" ", decision.RejectionReasons)}",
        { Action: RetrainingAction.PendingApproval } => $"has passed the gate, and waits for approval. {Improvement(decision)}",
        { AnswersDecisionId: not null } => $"is approved by {decision.DecidedBy}, with login {decision.DecidedLogin}.",
        _ => $"has passed the gate. {Improvement(decision)}",
    };

    private static string? Improvement(RetrainingDecision decision) =>
        decision.HasEvidence ? decision.ReadFindings().FirstOrDefault(finding => finding.Improvement is not null)?.Explanation : null;

    private static List<TimelineEvent> Summarise<T>(
        List<T> rows,
        Predicate<T> isFirst,
        Func<T, DateTimeOffset> time,
        Func<int, (string, string)> describeAll,
        Func<T, (string, string)> describe)
    {
        var events = rows.FindAll(row => !isFirst(row)).ConvertAll(row => Event(time(row), describe(row)));
        var first = rows.FindAll(isFirst);
        if (first.Count > 0)
            events.Add(Event(first.Min(time), describeAll(first.Count)));

        return events;

        static TimelineEvent Event(DateTimeOffset at, (string What, string Command) sentence) => new(at, sentence.What, sentence.Command);
    }

    private static int CountExamples(List<ModelVersion> versions) =>
        versions.FindAll(version => version.Version == Beginning.FirstVersion).Sum(ExamplesOf);

    private static int ExamplesOf(ModelVersion version) => FitSettings.Find(version)?.Examples ?? 0;

    private static string OmittedOf(ModelVersion version) =>
        FitSettings.Find(version)?.Omitted is [_, ..] names ? $", without {string.Join(" and ", names)}" : "";

    private static string About(Alert alert) => alert.Subject is "" ? "" : $" for {alert.Subject}";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
