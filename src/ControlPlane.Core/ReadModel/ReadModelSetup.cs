using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ControlPlane.ReadModel;

static class ReadModelSetup
{
    /// <summary>Registers what a replica keeps in memory.</summary>
    public static IServiceCollection AddReadModel(this IServiceCollection services)
    {
        services.AddOptions<ReadModelOptions>().BindConfiguration("ReadModel").ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<ReadModelOptions>, ReadModelOptionsValidator>()
            .AddSingleton<ReadModelMetrics>()
            .AddSingleton<StoreCopy>()
            .AddSingleton<LaunchReads>();
    }
}
