using System.Text;
using MlOps.Persistence.Tests.Docs;
using MlOps.Testing;

namespace MlOps.Downstream.Tests;

[NeedsNoServer]
public class GettingStartedTests(SampleProject project)
{
    private const string Page = "docs/getting-started.md";

    [Fact]
    public async Task Who_does_what_the_page_says_stores_a_prediction()
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

    // All commands, with the program where the page has it.
    private static string Script()
    {
        var script = new StringBuilder();
        foreach (var block in Documents.Read(Page).Split("```").Where((_, index) => index % 2 == 1))
        {
            var (kind, text) = (block[..block.IndexOf('\n')], block[(block.IndexOf('\n') + 1)..]);
            script.Append(kind switch
            {
                "sh" => text,
                "csharp" => $"cat > Program.cs <<'END'\n{text}END\n",
                _ => "",
            });
        }

        return script.ToString();
    }
}
