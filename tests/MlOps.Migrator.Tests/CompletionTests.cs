using System.Diagnostics;
using MlOps.Migrator.Commands;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

[NeedsNoServer]
public class CompletionTests
{
    [Theory]
    [InlineData("mlops dead", "dead-letters")]
    [InlineData("mlops dead-letters ", "--help -h drop list retry")]
    [InlineData("mlops stat", "status")]
    [InlineData("mlops hea", "health")]
    [InlineData("mlops verif", "verify")]
    [InlineData("mlops verify --re", "--repair")]
    [InlineData("mlops models ", "--help -h compare history list promote register rollback show")]
    [InlineData("mlops gate ", "--help -h approve policy refuse run")]
    [InlineData("mlops gate run churn 2 --trigger ", "drift manual scheduled")]
    [InlineData("mlops decisions ", "--help -h list replay show verify")]
    [InlineData("mlops models register churn 2 --stage ", "none staging")]
    [InlineData("mlops models list --stage p", "production")]
    [InlineData("mlops models compare churn 1 2 --metric rm", "rmse")]
    [InlineData("mlops jobs ", "--help -h disable enable history list run")]
    [InlineData("mlops monitor ", "--help -h add baseline list run show")]
    [InlineData("mlops labels import x.csv --format ", "csv jsonl")]
    [InlineData("mlops training ", "--help -h finish progress start")]
    [InlineData("mlops retraining ", "--help -h list request withdraw")]
    [InlineData("mlops tokens ", "--help -h create list revoke")]
    [InlineData("mlops tokens create x --sc", "--scopes")]
    [InlineData("mlops labels policy ", "--help -h list remove set")]
    [InlineData("mlops backup ", "--help -h create list restore schedule verify")]
    [InlineData("mlops backup create --to x --only ", "all critical")]
    [InlineData("mlops monitor add x --reference p", "previous")]
    [InlineData(
        "mlops run --",
        "--alert-argument --alert-command --alert-private-addresses --alert-secret-file --alert-webhook --backups --backups-keep " +
        "--connection --every --help --json " +
        "--once --reports --retraining-argument --retraining-command --retraining-private-addresses --retraining-secret-file " +
        "--retraining-webhook --tenant")]
    [InlineData("/usr/bin/mlops local sta", "start status")]
    [InlineData("mlops generate --un", "--until")]
    [InlineData("mlops migrate --review --", "--connection --default-tenant --dry-run --help --json --lock-budget --to")]
    [InlineData("mlops local fetch 1", "15 16 17 18")]
    [InlineData("mlops completion z", "zsh")]
    [InlineData("mlops import --from \"Host=a b\" --sch", "--schema")]
    public async Task The_command_knows_what_may_follow(string line, string expected)
    {
        // The name of the program that runs the tests.
        line = line.Replace("mlops", Invocation.Program, StringComparison.Ordinal);
        var output = await CommandInProcess.ReadAsync($"[suggest:{line.Length}]", line);
        Assert.Equal(expected.Split(' '), output.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Bash_completes_what_the_script_asks_the_command()
    {
        using var directory = new TestDirectory();
        var script = Path.Combine(directory.Path, "completion");
        await File.WriteAllTextAsync(script, CompletionScript.Write("bash", "mlops"));
        // As bash calls the function that `complete -p` names, for a line and the place of the cursor.
        var bash = $$"""
            mlops() { dotnet '{{PublishedCommand.File}}' "$@"; }
            source '{{script}}'
            complete -p mlops
            press_tab() {
                COMP_LINE=$1 COMP_POINT=$2 COMP_WORDS=($1)
                _complete_mlops mlops "$3" mlops
                echo "${COMPREPLY[*]}"
            }
            press_tab 'mlops dead-letters r --all' 20 r
            press_tab 'mlops generate --s' 18 --s
            press_tab 'mlops import --report ' 22 ''
            """;
        Assert.Equal(
            "complete -o bashdefault -o default -F _complete_mlops mlops\nretry\n--scale --seed\n\n",
            await RunAsync("bash", "--norc", "-c", bash));
    }

    [Theory]
    [InlineData("bash", "complete -o bashdefault -o default -F _complete_My_Shop My.Shop")]
    [InlineData("zsh", "compdef _complete_My_Shop My.Shop")]
    [InlineData("fish", "complete -c My.Shop -f -a \"(_complete_My_Shop)\"")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName My.Shop -ScriptBlock {")]
    public void A_script_has_the_name_of_the_applications_program(string shell, string line)
    {
        var script = CompletionScript.Write(shell, "My.Shop");
        Assert.Contains($"{line}\n", script, StringComparison.Ordinal);
        Assert.Contains("My.Shop \"[suggest:", script, StringComparison.Ordinal);
        Assert.DoesNotContain("mlops", script, StringComparison.Ordinal);
        Assert.EndsWith("\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_shell_that_the_help_names_has_a_script()
    {
        var help = await CommandInProcess.ReadAsync("completion", "--help");
        foreach (var shell in CompletionScript.Shells)
        {
            Assert.Contains($"completion {shell} >", help, StringComparison.Ordinal);
            Assert.Equal(CompletionScript.Write(shell, Invocation.Program), await CommandInProcess.ReadAsync("completion", shell));
        }
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
