using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ControlPlane.Isolation;

/// <summary>Registers what knows the guardrails.</summary>
static class IsolationSetup
{
    public static IServiceCollection AddIsolation(this IServiceCollection services)
    {
        services.AddOptions<GuardrailOptions>().BindConfiguration("Guardrails").ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<GuardrailOptions>, GuardrailOptionsValidator>()
            .AddSingleton<GuardrailSettings>()
            .AddSingleton<CatalogSeats>()
            .AddSingleton<OpeningExaminer>();
    }
}
