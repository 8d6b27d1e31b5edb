using System.Text;
using MlOps.Persistence.Tests.Docs;

namespace MlOps.Downstream.Tests;

public class GettingStartedTests(SampleProject project)
{
    private const string Page = "docs/getting-started.md";

    private const string Usings =
        """
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using MlOps.Domain.Predictions;
        using MlOps.Persistence;
        using MlOps.Persistence.Ingestion;
        using MlOps.Persistence.Maintenance;
        using MlOps.Persistence.Repositories.Predictions;
        """;

    [Fact]
    public async Task Doing_what_the_page_says_stores_a_prediction_and_so_does_the_sample_of_the_readme()
    {
        var workspace = project.Workspace;
        var folder = Path.GetRandomFileName();
        Directory.CreateDirectory(workspace.PathOf(folder));
        try
        {
            var output = await workspace.RunAsync(folder, "bash", "-euc", Script());
            Assert.Contains(Assert.Single(Documents.BlocksOf(Page, "text")), output, StringComparison.Ordinal);
        }
        finally
        {
            // What the page stops at its end may still run if a step before failed.
            await workspace.TryAsync(folder, "bash", "-c", "cd Quickstart && dotnet mlops local destroy");
        }
    }

    // All commands of the page, with its program where the page has it. Before the end, the program of README.md runs as well.
    private static string Script()
    {
        var script = new StringBuilder();
        var readme = $"{Usings}\n{Assert.Single(Documents.CSharpOf("README.md"))}";
        foreach (var block in Documents.Read(Page).Split("```").Where((_, index) => index % 2 == 1))
        {
            var (kind, text) = (block[..block.IndexOf('\n')], block[(block.IndexOf('\n') + 1)..]);
            script.Append(kind switch
            {
                "sh" when text.Contains("local destroy", StringComparison.Ordinal) =>
                    $"cat > Program.cs <<'END'\n{readme}\nEND\ndotnet run\n{text}",
                "sh" => text,
                "csharp" => $"cat > Program.cs <<'END'\n{text}END\n",
                _ => "",
            });
        }

        return script.ToString();
    }
}
