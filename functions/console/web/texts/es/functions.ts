/** Qué funciona. */
import type { Texts } from '../texts.ts';

export const functions: Texts['functions'] = {
  title: 'Funciones',
  untold: 'Nadie puede decir qué funciona',
  untoldText:
    'La consola no está aquí sobre Knative, o su API no responde. En un clúster cada función aparece aquí con sus revisiones y pods.',
  none: 'No hay ninguna función que usted pueda ver.',
  costs:
    'Los arranques en frío los cuenta Prometheus, donde esté instalado, y los paneles los muestran. El tiempo de procesador no se conoce aquí.',
  name: 'Función',
  revision: 'Revisión',
  version: 'Versión',
  traffic: 'Tráfico',
  state: 'Estado',
  since: 'Desde',
  ready: 'lista',
  notReady: 'no está lista',
};
