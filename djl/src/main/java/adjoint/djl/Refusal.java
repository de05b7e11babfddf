package adjoint.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Says no to operations that are not computed. DJL's interfaces have some hundreds of them: proxies save us writing each down. */
final class Refusal {

    /** In the place of an engine that would help out: its arrays refuse each operation by name. */
    static final NDManager MANAGER = proxy(NDManager.class, Refusal::manage);

    private static final NDArray ARRAY = proxy(NDArray.class, Refusal::compute);

    private Refusal() {
    }

    static UnsupportedOperationException of(String operation) {
        return new UnsupportedOperationException(
                operation + ": must be one of the operations of the engine " + AdjointEngine.NAME
                        + ", which computes what DJL's translators need around a network; compute it in Java on toFloatArray()");
    }

    /** The operations that {@code computed} has, with defaults, and a refusal of the others. */
    static NDArrayEx others(Object computed) {
        return proxy(NDArrayEx.class, (proxy, method, arguments) -> {
            Method own;
            try {
                own = computed.getClass().getDeclaredMethod(method.getName(), method.getParameterTypes());
            } catch (NoSuchMethodException e) {
                if (method.isDefault()) {
                    return InvocationHandler.invokeDefault(proxy, method, arguments);
                }
                throw of(method.getName());
            }
            try {
                return own.invoke(computed, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Refusal.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object manage(Object proxy, Method method, Object[] arguments) {
        if (method.getName().equals("from")) {
            return ARRAY;
        }
        throw of(method.getName());
    }

    private static Object compute(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            // DJL hands the elements over before it asks, and lets go of them at the end.
            case "close" -> null;
            case "set" -> {
                if (arguments.length == 1) {
                    yield null;
                }
                throw of("set");
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "toString" -> "refusal";
            default -> throw of(method.getName());
        };
    }
}
