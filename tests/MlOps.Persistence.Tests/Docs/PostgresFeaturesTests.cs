using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Tests.Mapping;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

/// <summary>What docs/postgres-features.md shows is what the library declares, what its migration says, and what its SQL is.</summary>
[NeedsNoServer]
public partial class PostgresFeaturesTests
{
    private const string Page = "docs/postgres-features.md";

    private static readonly Dictionary<string, Action<MigrationBuilder>> Samples = new()
    {
        ["concurrent-index"] = MigrationSamples.ConcurrentIndex,
        ["slice-key"] = MigrationSamples.SliceKey,
        ["check"] = MigrationSamples.Check,
    };

    [Fact]
    public void The_page_shows_what_the_library_declares() =>
        AssertShown("csharp configuration", SourcesIn("src/MlOps.Persistence", "*.cs"));

    [Fact]
    public void The_page_shows_what_the_migration_says() =>
        AssertShown("csharp migration", SourcesIn("src/MlOps.Persistence/Migrations", "*_Initial.cs"));

    [Fact]
    public void The_page_shows_what_the_server_is_told()
    {
        using var context = TestModels.CreateContext();
        AssertShown("sql migration", context.GetService<IMigrator>().GenerateScript());
    }

    [Theory, InlineData("concurrent-index"), InlineData("slice-key"), InlineData("check")]
    public void The_page_shows_the_samples_that_are_tested(string name)
    {
        AssertShown($"csharp {name}", Documents.Sample("MigrationSamples.cs", name));

        using var context = TestModels.CreateContext();
        var builder = new MigrationBuilder(context.Database.ProviderName);
        Samples[name](builder);
        var commands = context.GetService<IMigrationsSqlGenerator>().Generate(builder.Operations, TestModels.Of(context));
        AssertShown($"sql {name}", string.Concat(commands.Select(command => command.CommandText)));
    }

    // Whatever stands between two … of a block is in the text, in the same order.
    private static void AssertShown(string kind, string text)
    {
        var blocks = Documents.BlocksOf(Page, kind);
        Assert.NotEmpty(blocks);
        text = Spaceless(text);
        foreach (var block in blocks)
        {
            var from = 0;
            foreach (var part in block.Split('…').Select(Spaceless))
            {
                var at = text.IndexOf(part, from, StringComparison.Ordinal);
                Assert.True(at >= 0, $"This is not so any more, or not in this order:\n{part}\nin\n{block}");
                from = at + part.Length;
            }
        }
    }

    private static string SourcesIn(string folder, string pattern) => string.Concat(
        Directory.EnumerateFiles(Documents.PathOf(folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(File.ReadAllText));

    private static string Spaceless(string text) => Space().Replace(text, "");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
