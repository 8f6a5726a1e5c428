namespace ControlPlane.Cli.Reference;

/// <summary>Completion scripts. Each asks studioctl itself, so they never grow old.</summary>
static class CompletionScripts
{
    public static string Of(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "pwsh" => Pwsh,
        _ => throw new InvalidOperationException($"No script for {shell}."),
    };

    const string Bash = """
        # studioctl completion for bash: source <(studioctl completion bash)
        _studioctl() {
            local IFS=$'\n'
            local line="${COMP_LINE#* }"
            local at=$((COMP_POINT - ${#COMP_LINE} + ${#line}))
            ((at < 0)) && at=0
            COMPREPLY=($(compgen -W "$(studioctl "[suggest:$at]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _studioctl studioctl

        """;

    const string Zsh = """
        #compdef studioctl
        # studioctl completion for zsh: source <(studioctl completion zsh)
        _studioctl() {
            local line="${BUFFER#* }"
            local at=$((CURSOR - ${#BUFFER} + ${#line}))
            ((at < 0)) && at=0
            local -a found
            found=("${(@f)$(studioctl "[suggest:$at]" "$line" 2>/dev/null)}")
            compadd -a found
        }
        compdef _studioctl studioctl

        """;

    const string Fish = """
        # studioctl completion for fish: studioctl completion fish | source
        function __studioctl_complete
            set -l line (commandline -cp | string replace -r '^\S+\s?' '')
            studioctl "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -f -c studioctl -a '(__studioctl_complete)'

        """;

    const string Pwsh = """
        # studioctl completion for PowerShell: studioctl completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName studioctl -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $line = $commandAst.ToString() -replace '^\S+\s?', ''
            studioctl "[suggest:$($line.Length)]" "$line" 2>$null |
                Where-Object { $_ -like "$wordToComplete*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;
}
