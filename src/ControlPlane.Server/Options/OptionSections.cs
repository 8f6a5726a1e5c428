using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Options;

/// <summary>Binds sections so that a value of the wrong type, and a name that does not exist, is one finding among all others.</summary>
static class OptionSections
{
    /// <summary>Adds a section with its validator.</summary>
    public static void AddSection<TOptions, TValidator>(this IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        var failures = new BindingFailures<TOptions>();
        services.AddOptions<TOptions>()
            .Configure<IConfiguration>((options, configuration) => failures.Bind(configuration.GetSection(section), options))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(failures);
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
    }

    /// <summary>Whether a switch is on; one that is misspelt is off here and told at start.</summary>
    public static bool IsOn(this IConfiguration configuration, string key) => bool.TryParse(configuration[key], out var on) && on;

    sealed class BindingFailures<TOptions> : IValidateOptions<TOptions>
        where TOptions : class
    {
        readonly List<string> _failures = [];

        public void Bind(IConfigurationSection section, TOptions options)
        {
            try
            {
                section.Bind(options, o => o.ErrorOnUnknownConfiguration = true);
            }
            catch (InvalidOperationException e)
            {
                _failures.Add($"{section.Path}: {e.Message}");
            }
        }

        public ValidateOptionsResult Validate(string? name, TOptions options) => Findings.Of(_failures);
    }
}
