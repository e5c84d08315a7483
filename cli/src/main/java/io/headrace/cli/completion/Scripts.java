package io.headrace.cli.completion;

import java.util.stream.Collectors;

/**
 * Scripts that teach shells the commands. What is fixed stands in them; names are asked of the cluster when they are wanted,
 * by {@code headrace complete}.
 */
final class Scripts {
    /** The same for bash and zsh: what may stand behind some commands, and how the value of an option is completed. */
    private static final String TABLES = """
            # What may follow the commands in $1: sets verbs, flags and positional.
            __headrace_at() {
                verbs=; flags=; positional=-
                case "$1" in
            @AT@    esac
            }

            # How the value of option $2 of the commands in $1 is completed: sets value, to nothing if it takes none.
            __headrace_value() {
                value=
                case "$1 $2" in
            @VALUES@    esac
            }

            """;

    private static final String BASH = """
            # Completion of headrace for bash: source <(headrace completion bash)
            @TABLES@# The candidates for $1, a word completed in the way of $2.
            __headrace_candidates() {
                case "$2" in
                    file) compgen -f -- "$1" ;;
                    directory) compgen -d -- "$1" ;;
                    =*) compgen -W "${2#=}" -- "$1" ;;
                    @*) compgen -W "$(HEADRACE_BUILD=never "$headrace" complete "${2#@}" --timeout 3 "${connect[@]}" 2> /dev/null)" -- "$1" ;;
                esac
            }

            _headrace() {
                local line="${COMP_LINE:0:COMP_POINT}" words verbs flags positional value pending= path= word i current headrace
                local connect=()
                read -ra words <<< "$line"
                [[ "$line" == *[[:space:]] ]] && words+=("")
                headrace="${words[0]/#\\~/$HOME}"
                current="${words[${#words[@]} - 1]}"
                __headrace_at ""
                for ((i = 1; i < ${#words[@]} - 1; i++)); do
                    word="${words[i]}"
                    if [[ -n "$pending" ]]; then
                        pending=
                        continue
                    fi
                    case "$word" in
                        -b | --bootstrap-server | --profile | --client-config | --set)
                            ((i + 2 < ${#words[@]})) && connect+=("$word" "${words[i + 1]}") ;;
                        --bootstrap-server=* | --profile=* | --client-config=* | --set=*) connect+=("$word") ;;
                    esac
                    case "$word" in
                        --*=*) ;;
                        -*) __headrace_value "$path" "$word"; pending="$value" ;;
                        *) [[ " $verbs " == *" $word "* ]] && path="${path:+$path }$word" && __headrace_at "$path" ;;
                    esac
                done
                local prefix=
                if [[ -n "$pending" ]]; then
                    value="$pending"
                elif [[ "$current" == --*=* ]]; then
                    __headrace_value "$path" "${current%%=*}"
                    prefix="${current%%=*}="
                    current="${current#*=}"
                elif [[ "$current" == -* ]]; then
                    value="=$flags"
                elif [[ -n "$verbs" ]]; then
                    value="=$verbs"
                else
                    value="$positional"
                fi
                local IFS=$'\\n'
                COMPREPLY=($(IFS=$' \\t\\n' __headrace_candidates "$current" "$value"))
                # Bash takes what stands in front of the last of these for a word of its own.
                local whole="$prefix$current" break cut=
                for break in = :; do
                    if [[ "$COMP_WORDBREAKS" == *"$break"* && "$current" == *"$break"* ]]; then
                        [[ ${#cut} -lt $((${#current} - ${#current##*"$break"})) ]] && cut="${current%"${current##*"$break"}"}"
                    fi
                done
                [[ -n "$cut" ]] && COMPREPLY=("${COMPREPLY[@]#"$cut"}")
                [[ "$COMP_WORDBREAKS" == *=* ]] || COMPREPLY=("${COMPREPLY[@]/#/$prefix}")
                return 0
            }
            complete -o filenames -F _headrace headrace ./headrace
            """;

    private static final String ZSH = """
            #compdef headrace
            # Completion of headrace for zsh: source <(headrace completion zsh)
            @TABLES@_headrace() {
                local verbs flags positional value pending= path_= word i current="${words[CURRENT]}"
                local -a connect
                __headrace_at ""
                for ((i = 2; i < CURRENT; i++)); do
                    word="${words[i]}"
                    if [[ -n "$pending" ]]; then
                        pending=
                        continue
                    fi
                    case "$word" in
                        -b | --bootstrap-server | --profile | --client-config | --set)
                            ((i + 1 < CURRENT)) && connect+=("$word" "${words[i + 1]}") ;;
                        --bootstrap-server=* | --profile=* | --client-config=* | --set=*) connect+=("$word") ;;
                    esac
                    case "$word" in
                        --*=*) ;;
                        -*) __headrace_value "$path_" "$word"; pending="$value" ;;
                        *) if [[ " $verbs " == *" $word "* ]]; then path_="${path_:+$path_ }$word"; __headrace_at "$path_"; fi ;;
                    esac
                done
                if [[ -n "$pending" ]]; then
                    value="$pending"
                elif [[ "$current" == --*=* ]]; then
                    __headrace_value "$path_" "${current%%=*}"
                    compset -P '*='
                elif [[ "$current" == -* ]]; then
                    value="=$flags"
                elif [[ -n "$verbs" ]]; then
                    value="=$verbs"
                else
                    value="$positional"
                fi
                case "$value" in
                    file) _files ;;
                    directory) _files -/ ;;
                    '='*) compadd -- ${(s: :)value#=} ;;
                    '@'*) compadd -- ${(f)"$(HEADRACE_BUILD=never ${~words[1]} complete ${value#@} --timeout 3 $connect 2> /dev/null)"} ;;
                esac
            }
            (( $+functions[compdef] )) || { autoload -U +X compinit && compinit }
            compdef _headrace headrace ./headrace
            """;

    private static final String FISH = """
            # Completion of headrace for fish: headrace completion fish | source
            # Whether the commands before the cursor are exactly those in $argv.
            function __headrace_at
                set -l path
                set -l skip 0
                for word in (commandline -opc)[2..-1]
                    if test $skip = 1
                        set skip 0
                    else if contains -- "$word" @VALUED@
                        set skip 1
                    else if not string match -q -- '-*' "$word"; and contains -- (string join ' ' $path "$word") @PATHS@
                        set -a path "$word"
                    end
                end
                test "$path" = "$argv"
            end

            # Names from the cluster that the line is about.
            function __headrace_names
                set -l words (commandline -opc)
                set -l connect
                for i in (seq 2 (count $words))
                    switch $words[$i]
                        case -b --bootstrap-server --profile --client-config --set
                            test $i -lt (count $words); and set -a connect $words[$i] $words[(math $i + 1)]
                        case '--bootstrap-server=*' '--profile=*' '--client-config=*' '--set=*'
                            set -a connect $words[$i]
                    end
                end
                env HEADRACE_BUILD=never $words[1] complete $argv --timeout 3 $connect 2>/dev/null
            end

            complete -c headrace -f
            @LINES@""";

    private Scripts() {}

    static String bash(Grammar grammar) {
        return BASH.replace("@TABLES@", tables(grammar));
    }

    static String zsh(Grammar grammar) {
        return ZSH.replace("@TABLES@", tables(grammar));
    }

    private static String tables(Grammar grammar) {
        StringBuilder at = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (Grammar.Entry entry : grammar.entries()) {
            String options = entry.options().stream()
                    .flatMap(option -> option.names().stream())
                    .filter(name -> name.startsWith("--"))
                    .collect(Collectors.joining(" "));
            at.append("        ").append(quoted(entry.path())).append(") verbs=");
            at.append(quoted(String.join(" ", entry.verbs())))
                    .append("; flags=")
                    .append(quoted(options));
            at.append("; positional=").append(quoted(entry.positional().text())).append(" ;;\n");
            for (Grammar.Option option : entry.options()) {
                if (option.value() != null) {
                    String names = option.names().stream()
                            .map(name -> quoted(entry.path() + " " + name))
                            .collect(Collectors.joining(" | "));
                    values.append("        ").append(names).append(") value=");
                    values.append(quoted(option.value().text())).append(" ;;\n");
                }
            }
        }
        return TABLES.replace("@AT@", at).replace("@VALUES@", values);
    }

    static String fish(Grammar grammar) {
        StringBuilder lines = new StringBuilder();
        for (Grammar.Entry entry : grammar.entries()) {
            String at =
                    "complete -c headrace -n '__headrace_at" + (entry.path().isEmpty() ? "" : " ") + entry.path() + "'";
            for (String verb : entry.verbs()) {
                lines.append(at).append(" -a ").append(verb).append(" -d ");
                lines.append(quoted(description(grammar, (entry.path() + " " + verb).trim())))
                        .append('\n');
            }
            if (entry.verbs().isEmpty()) {
                lines.append(value(at, entry.positional(), false));
            }
            for (Grammar.Option option : entry.options()) {
                lines.append(option(at, option));
            }
        }
        String paths = grammar.entries().stream()
                .map(Grammar.Entry::path)
                .filter(path -> !path.isEmpty())
                .map(Scripts::quoted)
                .collect(Collectors.joining(" "));
        return FISH.replace("@VALUED@", String.join(" ", grammar.valued()))
                .replace("@PATHS@", paths)
                .replace("@LINES@", lines);
    }

    private static String description(Grammar grammar, String path) {
        return grammar.entries().stream()
                .filter(entry -> entry.path().equals(path))
                .map(Grammar.Entry::description)
                .findFirst()
                .orElse("");
    }

    private static String option(String at, Grammar.Option option) {
        StringBuilder line = new StringBuilder(at);
        for (String name : option.names()) {
            line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        line.append(" -d ").append(quoted(option.description()));
        return option.value() == null ? line + "\n" : value(line.toString(), option.value(), true);
    }

    private static String value(String line, Grammar.Value value, boolean option) {
        // Exclusive: no files among them.
        String words = String.join(" ", value.words());
        return switch (value.kind()) {
            case NOTHING -> option ? line + " -x\n" : "";
            case FILE -> line + (option ? " -r" : "") + " -F\n";
            case DIRECTORY -> line + (option ? " -x" : "") + " -a '(__fish_complete_directories)'\n";
            case WORDS -> line + (option ? " -x" : "") + " -a " + quoted(words) + "\n";
            case NAMES -> line + (option ? " -x" : "") + " -a '(__headrace_names " + words + ")'\n";
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
