namespace MlOps.Migrator.Commands;

/// <summary>Scripts that ask the command itself what it would complete: System.CommandLine answers to [suggest].</summary>
internal static class CompletionScript
{
    /// <summary>The shells that have a script.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>Writes the script of a shell for a program of any name.</summary>
    public static string Write(string shell, string program)
    {
        var function = "_complete_" + string.Concat(program.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        return shell switch
        {
            "bash" => ForBash(program, function),
            "zsh" => ForZsh(program, function),
            "fish" => ForFish(program, function),
            "pwsh" => ForPowerShell(program),
            _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "There is no script for this shell."),
        };
    }

    private static string ForBash(string program, string function) =>
        $$"""
        {{function}}() {
            local line="${COMP_LINE:0:COMP_POINT}" found
            COMPREPLY=()
            while IFS= read -r found; do
                [[ $found == "$2"* ]] && COMPREPLY+=("$found")
            done < <({{program}} "[suggest:${#line}]" "$line" 2>/dev/null)
        }
        complete -o bashdefault -o default -F {{function}} {{program}}

        """;

    private static string ForZsh(string program, string function) =>
        $$"""
        {{function}}() {
            local line="${(j: :)words[1,CURRENT-1]} $PREFIX"
            compadd -- ${(f)"$({{program}} "[suggest:${#line}]" "$line" 2>/dev/null)"} || _files
        }
        (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
        compdef {{function}} {{program}}

        """;

    private static string ForFish(string program, string function) =>
        $$"""
        function {{function}}
            set -l line (commandline -cp)
            {{program}} "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c {{program}} -f -a "({{function}})"

        """;

    private static string ForPowerShell(string program) =>
        $$"""
        Register-ArgumentCompleter -Native -CommandName {{program}} -ScriptBlock {
            param($word, $command, $cursor)
            $length = $cursor - $command.Extent.StartOffset
            $line = $command.ToString().PadRight($length).Substring(0, $length)
            {{program}} "[suggest:$length]" $line 2>$null | Where-Object { $_.StartsWith($word) } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }

        """;
}
