namespace MlOps.Domain.Registry;

/// <summary>The allowed moves from stage to stage.</summary>
public static class StageMoves
{
    /// <summary>A version never returns to no stage, and from production it can move only to the archive.</summary>
    public static bool Allows(ModelStage from, ModelStage to) => (from, to) switch
    {
        (ModelStage.None, ModelStage.Staging or ModelStage.Production or ModelStage.Archived) => true,
        (ModelStage.Staging, ModelStage.Production or ModelStage.Archived) => true,
        (ModelStage.Production, ModelStage.Archived) => true,
        (ModelStage.Archived, ModelStage.Staging or ModelStage.Production) => true,
        _ => false,
    };
}
