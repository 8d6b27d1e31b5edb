namespace MlOps.Domain.Registry;

/// <summary>Which moves from stage to stage make sense.</summary>
public static class StageMoves
{
    /// <summary>A version never goes back to having no stage, and leaves production for the archive alone.</summary>
    public static bool Allows(ModelStage from, ModelStage to) => (from, to) switch
    {
        (ModelStage.None, ModelStage.Staging or ModelStage.Production or ModelStage.Archived) => true,
        (ModelStage.Staging, ModelStage.Production or ModelStage.Archived) => true,
        (ModelStage.Production, ModelStage.Archived) => true,
        (ModelStage.Archived, ModelStage.Staging or ModelStage.Production) => true,
        _ => false,
    };
}
