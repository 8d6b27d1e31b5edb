namespace MlOps.Domain.Registry;

/// <content>The moves of the version from stage to stage, and its times in production.</content>
public sealed partial class ModelVersion
{
    /// <summary>
    /// Moves the version to a stage other than production, and returns the transition to store with it. A version in
    /// the archive is retired. One that leaves production ends its serving period, which must have been loaded.
    /// </summary>
    public StageTransition MoveTo(ModelStage stage, StageChange change)
    {
        Guard.Declared(stage, nameof(Stage));
        if (stage == ModelStage.Production)
            throw new IllegalTransitionException(
                $"{this} can enter production only through {nameof(PromoteToProduction)}, " +
                "which also retires the current version.");

        RequireStageMove(stage, Guard.Given(change, nameof(change)));
        return EnterStage(stage, change);
    }

    /// <summary>
    /// Puts the version into production and retires the current one. The transitions that it returns must be stored in
    /// the same unit of work as both versions. The serving periods that it ends and begins are stored with these.
    /// </summary>
    /// <param name="incumbent">The version in production, with its serving period; null if there is none.</param>
    /// <param name="change">The author, time and reason of the promotion.</param>
    public IReadOnlyList<StageTransition> PromoteToProduction(ModelVersion? incumbent, StageChange change) =>
        EnterProduction(incumbent, change, returnedTo: null);

    /// <summary>
    /// Puts the version back into production, as <see cref="PromoteToProduction"/> does. The new serving period remembers the time of the
    /// old one, so that a second rollback leads further back.
    /// </summary>
    /// <param name="earlier">The time in production that the rollback returns to.</param>
    /// <param name="incumbent">The version in production, with its serving period.</param>
    /// <param name="change">The author, time and reason of the rollback.</param>
    public IReadOnlyList<StageTransition> ReturnToProduction(ServingPeriod earlier, ModelVersion incumbent, StageChange change)
    {
        if (Guard.Given(earlier, nameof(earlier)).ModelVersionId != Id)
            throw new IllegalTransitionException($"{earlier} is none of {this}, which cannot return to it.");

        return EnterProduction(Guard.Given(incumbent, nameof(incumbent)), change, earlier);
    }

    /// <summary>Begins the serving period of a version that was put into production without one, for instance by SQL.</summary>
    public ServingPeriod RecordServing()
    {
        if (Stage != ModelStage.Production || this.FindServing() is not null)
            throw new IllegalTransitionException(
                $"{this} is in {Stage} and needs no serving period: only a version in production without one does.");

        var period = new ServingPeriod(this, StageChangedAt, null, StageChangedAt);
        _servingPeriods.Add(period);
        return period;
    }

    private List<StageTransition> EnterProduction(ModelVersion? incumbent, StageChange change, ServingPeriod? returnedTo)
    {
        RequireStageMove(ModelStage.Production, Guard.Given(change, nameof(change)));
        List<StageTransition> transitions = [];
        if (incumbent is not null)
        {
            this.RequireToReplace(incumbent);
            incumbent.RequireStageMove(ModelStage.Archived, change);
            transitions.Add(incumbent.EnterStage(ModelStage.Archived, change));
        }

        transitions.Add(EnterStage(ModelStage.Production, change));
        (PromotedAt, PromotedBy) = (change.At, change.By);
        _servingPeriods.Add(new ServingPeriod(this, change.At, change.DecisionId, returnedTo?.PromotedAt ?? change.At));
        return transitions;
    }

    private void RequireStageMove(ModelStage to, StageChange change)
    {
        this.RequireMove(to);
        // Otherwise the history could not show which version was in production at a given time.
        RequireOrder($"moved to {Stage}", StageChangedAt, $"move to {to}", change.At);
    }

    private StageTransition EnterStage(ModelStage stage, StageChange change)
    {
        var transition = new StageTransition(this, Stage, stage, change);
        Touch(change.At);
        if (Stage == ModelStage.Production)
            this.FindServing()!.Close(change.At);

        Stage = stage;
        StageChangedAt = change.At;
        Status = stage == ModelStage.Archived ? VersionStatus.Retired : VersionStatus.Active;
        return transition;
    }
}
