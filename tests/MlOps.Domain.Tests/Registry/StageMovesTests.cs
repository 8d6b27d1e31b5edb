using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class StageMovesTests
{
    [Theory]
    [InlineData(ModelStage.None, ModelStage.Staging, ModelStage.Production, ModelStage.Archived)]
    [InlineData(ModelStage.Staging, ModelStage.Production, ModelStage.Archived)]
    [InlineData(ModelStage.Production, ModelStage.Archived)]
    [InlineData(ModelStage.Archived, ModelStage.Staging, ModelStage.Production)]
    public void From_each_stage_these_moves_and_no_others_are_allowed(ModelStage from, params ModelStage[] allowed) =>
        Assert.Equal(allowed, Enum.GetValues<ModelStage>().Where(to => StageMoves.Allows(from, to)));

    [Fact]
    public void An_undeclared_stage_leads_nowhere_and_is_never_reached()
    {
        Assert.DoesNotContain(Enum.GetValues<ModelStage>(), to => StageMoves.Allows((ModelStage)99, to));
        Assert.DoesNotContain(Enum.GetValues<ModelStage>(), from => StageMoves.Allows(from, (ModelStage)99));
    }
}
