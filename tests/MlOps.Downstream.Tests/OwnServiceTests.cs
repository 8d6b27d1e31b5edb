using MlOps.Persistence.Tests.Docs;

namespace MlOps.Downstream.Tests;

public class OwnServiceTests
{
    private static readonly string Sample = Documents.PathOf("samples/FraudScoring");

    [Fact]
    public void Each_snippet_of_the_page_is_part_of_the_sample()
    {
        var files = Directory.GetFiles(Sample, "*.cs", SearchOption.AllDirectories).Select(Documents.TrimmedTextOf).ToList();
        var snippets = Documents.CSharpOf(SampleProject.Page);
        Assert.NotEmpty(snippets);
        Assert.All(snippets, snippet => Assert.Contains(files, file => file.Contains(snippet, StringComparison.Ordinal)));
    }
}
