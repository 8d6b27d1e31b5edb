using MlOps.Domain;
using MlOps.Domain.Registry;

namespace MlOps.Import.Takeover;

/// <summary>The steps that bring a version of ours to the stage that it has in the old tables.</summary>
/// <param name="now">The time of a step of which the old tables do not tell one.</param>
internal sealed class StageHistory(DateTimeOffset now)
{
    /// <param name="version">The version as ours have it, with its serving periods.</param>
    /// <param name="given">The version as an import of today makes it.</param>
    /// <param name="steps">The steps of such an import.</param>
    /// <param name="serving">The version of the model that is in production here.</param>
    /// <param name="next">When another version went into production next.</param>
    public List<StageTransition> Follow(
        ModelVersion version, ModelVersion given, IReadOnlyList<StageTransition> steps, ModelVersion? serving, DateTimeOffset? next)
    {
        if (given.Stage == version.Stage && (given.Stage != ModelStage.Production || given.PromotedAt == version.PromotedAt))
            return [];

        if (given.Stage == ModelStage.None)
            throw new IllegalTransitionException($"{version} is in {version.Stage}, and a version never returns to no stage.");

        var moves = new List<StageTransition>();
        foreach (var step in steps.Skip(CountDone(version, steps)))
            moves.AddRange(Take(version, step, serving == version ? null : serving, next));

        return moves;
    }

    private static int CountDone(ModelVersion version, IReadOnlyList<StageTransition> steps)
    {
        var done = 0;
        foreach (var (place, step) in steps.Index())
        {
            if (step.ToStage == version.Stage && (step.ToStage != ModelStage.Production || step.CreatedAt == version.PromotedAt))
                done = place + 1;
        }

        return done;
    }

    private IEnumerable<StageTransition> Take(
        ModelVersion version, StageTransition step, ModelVersion? serving, DateTimeOffset? next)
    {
        // Where nothing follows a promotion, an import takes its time for that of the retirement too. Here it is known to have served.
        var isTimeKnown = step.CreatedAt >= version.StageChangedAt
            && !(step.ToStage == ModelStage.Archived && version.Stage == ModelStage.Production && step.CreatedAt == version.PromotedAt);
        var at = isTimeKnown ? step.CreatedAt : version.Stage == ModelStage.Production ? next ?? now : now;
        var change = new StageChange(step.ChangedBy, step.Reason, at);
        if (version.Stage == ModelStage.Production && step.ToStage != ModelStage.Archived)
            yield return version.MoveTo(ModelStage.Archived, change);

        if (step.ToStage != ModelStage.Production)
        {
            yield return version.MoveTo(step.ToStage, change);
            yield break;
        }

        var incumbent = serving is { Stage: ModelStage.Production } ? serving : null;
        foreach (var move in version.PromoteToProduction(incumbent, change))
            yield return move;
    }
}
