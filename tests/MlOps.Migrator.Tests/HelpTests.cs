using System.Text.RegularExpressions;
using MlOps.Persistence;
using MlOps.PrivateServer;

namespace MlOps.Migrator.Tests;

public partial class HelpTests
{
    private readonly CommandLine _mlops = new("unused");

    [Fact]
    public async Task Without_arguments_it_shows_the_commands()
    {
        var result = await _mlops.RunAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.All(
            ["demo", "migrate", "generate", "dead-letters", "import", "local"],
            command => Assert.Contains(command, result.Output));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("demo", "--help")]
    [InlineData("migrate", "--help")]
    [InlineData("dead-letters")]
    [InlineData("dead-letters", "retry", "--help")]
    [InlineData("import", "--help")]
    [InlineData("local")]
    [InlineData("local", "start", "--help")]
    [InlineData("local", "fetch", "--help")]
    [InlineData("generate", "--help")]
    public async Task Every_command_explains_itself(params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync(arguments);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Usage:", result.Output);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("demo", "--help")]
    [InlineData("migrate", "--help")]
    [InlineData("import", "--help")]
    [InlineData("generate", "--help")]
    [InlineData("local")]
    [InlineData("dead-letters", "list", "--help")]
    [InlineData("dead-letters", "retry", "-h")]
    [InlineData("dead-letters", "drop", "--help")]
    public async Task Help_ends_with_examples(params string[] arguments)
    {
        var verb = arguments.TakeWhile(argument => !argument.StartsWith('-'));
        Assert.Matches($@"\nExamples:\n(  mlops {string.Join(' ', verb)}.*\n)+\n$", (await _mlops.RunAsync(arguments)).Output);
    }

    [Fact]
    public void The_manual_lists_every_exit_code()
    {
        var listed = ExitCodeRow().Matches(Manual.Text).Select(row => int.Parse(row.Groups[1].Value)).Order();
        int[] used =
        [
            ExitCode.Success, ExitCode.Unexpected, ExitCode.Usage, ExitCode.Interrupted,
            .. Enum.GetValues<MlOpsError>().Select(ExitCode.Of), .. Enum.GetValues<PrivateServerError>().Select(ExitCode.Of),
        ];
        Assert.Equal(used.Distinct().Order(), listed);
    }

    [Fact]
    public void Every_kind_of_error_has_an_exit_code_of_its_own()
    {
        var codes = Enum.GetValues<MlOpsError>().Select(ExitCode.Of).ToList();
        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.DoesNotContain(ExitCode.Unexpected, codes);
    }

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex ExitCodeRow();
}
