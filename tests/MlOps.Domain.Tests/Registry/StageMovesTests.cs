using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class StageMovesTests
{
    [Theory]
    [InlineData(ModelStage.None, ModelStage.Staging, ModelStage.Production, ModelStage.Archived)]
    [InlineData(ModelStage.Staging, ModelStage.Production, ModelStage.Archived)]
    [InlineData(ModelStage.Production, ModelStage.Archived)]
    [InlineData(ModelStage.Archived, ModelStage.Staging, ModelStage.Production)]
    public void Each_stage_allows_only_these_moves(ModelStage from, params ModelStage[] allowed) =>
        Assert.Equal(allowed, Enum.GetValues<ModelStage>().Where(to => StageMoves.Allows(from, to)));

    [Fact]
    public void An_undeclared_stage_has_no_moves_from_it_or_to_it()
    {
        Assert.DoesNotContain(Enum.GetValues<ModelStage>(), to => StageMoves.Allows((ModelStage)99, to));
        Assert.DoesNotContain(Enum.GetValues<ModelStage>(), from => StageMoves.Allows(from, (ModelStage)99));
    }
}
