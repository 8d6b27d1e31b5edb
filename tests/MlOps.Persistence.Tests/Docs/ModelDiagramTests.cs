using MlOps.Persistence.Tests.Mapping;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

[NeedsNoServer]
public class ModelDiagramTests
{
    [Fact]
    public void The_diagrams_are_those_of_the_model()
    {
        var path = Documents.PathOf("docs/domain.md");
        var diagram = ModelDiagram.Of(TestModels.Create());
        if (Environment.GetEnvironmentVariable("MLOPS_WRITE_DIAGRAMS") == "1")
            File.WriteAllText(path, diagram);

        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == diagram, "docs/domain.md is not what the model is. Run scripts/diagrams.");
    }
}
