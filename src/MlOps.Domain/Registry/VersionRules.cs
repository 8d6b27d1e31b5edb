namespace MlOps.Domain.Registry;

/// <summary>What a version may do in which stage and status.</summary>
internal static class VersionRules
{
    public static void RequireTraining(this ModelVersion version, string what)
    {
        if (version.Status != VersionStatus.Training)
            throw new IllegalTransitionException($"{version} is {version.Status} and cannot {what}: only a version in training can.");
    }

    public static void RequireNotServing(this ModelVersion version, string what)
    {
        if (version.Stage == ModelStage.Production)
            throw new IllegalTransitionException($"{version} is in production and cannot {what}. Begin another version.");
    }

    public static void RequireMove(this ModelVersion version, ModelStage to)
    {
        if (version.Status is VersionStatus.Failed or VersionStatus.Training)
            throw new IllegalTransitionException(
                $"{version} is {version.Status} and cannot move to {to}: its training must succeed first.");

        if (!StageMoves.Allows(version.Stage, to))
            throw new IllegalTransitionException($"{version} is in {version.Stage} and cannot move to {to}.");

        if (version.Stage == ModelStage.Production && version.FindServing() is null)
            throw new IllegalTransitionException(
                $"{version} is in production and cannot move to {to}, because its serving period was not loaded and could not be ended. " +
                $"Load the version with its {nameof(ModelVersion.ServingPeriods)}.");
    }

    public static void RequireToReplace(this ModelVersion version, ModelVersion incumbent)
    {
        if (incumbent.ModelName != version.ModelName || incumbent.TenantId != version.TenantId)
            throw new IllegalTransitionException(
                $"{version} of tenant {version.TenantId} cannot take the place of {incumbent} of tenant {incumbent.TenantId}.");

        if (incumbent.Stage != ModelStage.Production)
            throw new IllegalTransitionException($"{incumbent} is in {incumbent.Stage} and not in production.");
    }

    public static ServingPeriod? FindServing(this ModelVersion version) =>
        version.ServingPeriods.SingleOrDefault(period => period.ServedTo is null);
}
